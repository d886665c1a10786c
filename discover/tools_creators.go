package discover

// creatorTools are the programs that write virtual environments (PEP 405).
func creatorTools() []tool { return []tool{uvTool(), virtualenvTool(), venvTool()} }
