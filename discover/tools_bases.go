package discover

// baseTools are those that keep base installations, those that say most of who
// keeps one first: a base of one may lie in the directories of the next.
func baseTools() []tool {
	return []tool{
		pyenvTool(), uvPythonTool(), asdfTool(), miseTool(),
		xcodeTool(), commandLineToolsTool(), macPortsTool(), homebrewTool(), pythonOrgTool(), nixTool(),
		scoopTool(), pymanagerTool(), windowsStoreTool(), winPythonTool(), windowsRegistryTool(),
		systemTool(), pathTool(),
	}
}
