package discover

// What is named like an interpreter and is none: the stand-ins of version
// managers and installers, which choose an interpreter when they are run.

// isShimDir reports whether a directory holds stand-ins that choose an
// interpreter when they are run (pyenv, asdf, mise, rye, Scoop; conda's
// condabin). mise's are links to a program, so the name of the directory is all
// there is to see.
func isShimDir(name string) bool { return name == "shims" || name == "condabin" }

// isStub reports whether a path is one of the programs that macOS has in
// /usr/bin for those of the developer tools (xcode-select(1)): python3 there
// asks to install them, or runs theirs. Python 2.7 was a link into a framework.
func isStub(w *World, real string) bool { return w.OS == "darwin" && w.Dir(real) == "/usr/bin" }

// isLauncher reports whether a python.exe is none that could run by itself: it
// has neither a library nor a DLL. So are the commands that pymanager and uv
// put on PATH, and the shims of other package managers.
func (b *base) isLauncher(w *World) bool { return w.Windows() && !b.hasStdlib && !b.dlls.any() }
