package discover

// Where a person's programs keep what they install, as the systems have it.

// dataHome gives the directory of data of programs that follow the XDG base
// directories on every POSIX system, macOS included.
func dataHome(w *World) string {
	if dir, ok := absoluteVariable(w, "XDG_DATA_HOME"); ok {
		return dir
	}
	return inHome(w, ".local", "share")
}

// appData gives %LOCALAPPDATA% or %APPDATA%; where the variable is missing, as
// in a service, the usual place.
func appData(w *World, variable string) string {
	if dir, ok := absoluteVariable(w, variable); ok {
		return dir
	}
	if variable == "APPDATA" {
		return inHome(w, "AppData", "Roaming")
	}
	return inHome(w, "AppData", "Local")
}

// firstOf gives the first of the variables that names a directory, else other.
func firstOf(w *World, other string, variables ...string) string {
	for _, name := range variables {
		if dir, ok := absoluteVariable(w, name); ok {
			return dir
		}
	}
	return other
}
