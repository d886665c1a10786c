package discover

// ownerTools are the tools that leave a proof of theirs in each environment that
// they manage, or keep it where nobody else puts one. They come first: what a
// lock in the project says is weaker. Those with a file that nobody else writes
// are asked before those that are told by what lies around an environment, and
// who only names a project comes last.
func ownerTools() []tool {
	return []tool{
		uvToolTool(), pipxTool(), ryeTool(), toxTool(),
		noxTool(), direnvTool(), pyenvVirtualenvTool(), virtualenvwrapperTool(),
	}
}
