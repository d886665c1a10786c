package discover

// projectTools are the tools that keep environments for projects, in places that
// are computed from the project.
func projectTools() []tool {
	return []tool{poetryTool(), pipenvTool(), pdmTool(), hatchTool(), uvScriptTool()}
}
