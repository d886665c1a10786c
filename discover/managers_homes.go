package discover

import (
	"slices"
)

// homesOf gives where a tool's program lies when it is not on PATH: its own homes,
// and where every program may be.
func homesOf(w *World, m manager) []home {
	var out []home
	if m.homes != nil {
		out = m.homes(w)
	}
	out = append(out, userPrograms(w)...)
	out = append(out, systemPrograms(w)...)
	if m.kept != nil {
		out = append(out, homesAt(m.kept(w)...)...)
	}
	seen := make(map[home]bool, len(out))
	return slices.DeleteFunc(out, func(h home) bool {
		again := seen[h] || h.dir == ""
		seen[h] = true
		return again
	})
}

// homesAt makes homes of directories; those that could not be computed are left
// out.
func homesAt(dirs ...string) []home {
	var out []home
	for _, d := range dirs {
		if d != "" {
			out = append(out, home{dir: d})
		}
	}
	return out
}

// variable gives a directory below the one that a variable names; empty when it
// names none.
func variable(w *World, name string, below ...string) string {
	dir, ok := absoluteVariable(w, name)
	if !ok {
		return ""
	}
	return w.Join(append([]string{dir}, below...)...)
}

// userPrograms are the directories of a person's own programs, in the order in
// which uv and the installers made with cargo-dist choose one; then those of the
// package managers of a person.
func userPrograms(w *World) []home {
	dirs := []string{variable(w, "XDG_BIN_HOME"), variable(w, "XDG_DATA_HOME", "..", "bin"), inHome(w, ".local", "bin")}
	if w.Windows() {
		dirs = append(dirs, scoopShims(w)...)
		dirs = append(dirs, variable(w, "LOCALAPPDATA", "Microsoft", "WinGet", "Links"))
	}
	return homesAt(append(dirs, inHome(w, ".nix-profile", "bin"))...)
}

// systemPrograms are the directories of programs that all have, the package
// managers' first: an editor that was started from the desktop of a Mac has
// none of them on its PATH.
func systemPrograms(w *World) []home {
	switch w.OS {
	case "windows":
		return homesAt(variable(w, "ProgramData", "chocolatey", "bin"))
	case "darwin":
		return homesAt(variable(w, "HOMEBREW_PREFIX", "bin"), "/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin", nixPrograms)
	}
	return homesAt(variable(w, "HOMEBREW_PREFIX", "bin"), "/home/linuxbrew/.linuxbrew/bin", "/usr/local/bin", "/usr/bin",
		nixPrograms, "/run/current-system/sw/bin")
}

// nixPrograms is the default profile of an installation of Nix for several users.
const nixPrograms = "/nix/var/nix/profiles/default/bin"

// pythonPrograms are where pip, pipx and uv put the programs of Python packages
// that are installed for a person: the user scheme of sysconfig, PIPX_BIN_DIR
// and UV_TOOL_BIN_DIR.
func pythonPrograms(w *World) []home {
	out := homesAt(variable(w, "UV_TOOL_BIN_DIR"), variable(w, "PIPX_BIN_DIR"), inHome(w, ".pixi", "bin"))
	switch {
	case w.Windows():
		scripts := variable(w, "APPDATA", "Python")
		if scripts != "" {
			out = append(out, home{dir: w.Join(scripts, "Scripts")}, home{dir: scripts, below: "Scripts"})
		}
	case w.OS == "darwin" && w.Home != "":
		out = append(out, home{dir: inHome(w, "Library", "Python"), below: "bin"})
	}
	return out
}

// pythonProgramsAnd puts a tool's own homes before those.
func pythonProgramsAnd(own func(w *World) []string) func(w *World) []home {
	return func(w *World) []home { return append(homesAt(own(w)...), pythonPrograms(w)...) }
}

// dataDir is where a program keeps what is no configuration: platformdirs'
// user_data_dir without its author, as poetry's and pdm's installers compute it.
func dataDir(w *World, name string) string {
	switch w.OS {
	case "windows":
		return variable(w, "APPDATA", name)
	case "darwin":
		return inHome(w, "Library", "Application Support", name)
	}
	if dir := variable(w, "XDG_DATA_HOME", name); dir != "" {
		return dir
	}
	return inHome(w, ".local", "share", name)
}
