package discover

// condaTools are those whose environments are prefixes of conda packages.
func condaTools() []tool { return []tool{pixiTool(), condaTool()} }
