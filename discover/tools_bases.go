package discover

// baseTools are those that keep base installations, those that say most of who
// keeps one first.
func baseTools() []tool { return []tool{pyenvTool(), systemTool(), pathTool()} }
