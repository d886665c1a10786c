package discover

// condaPrograms are the directories of programs of the installations of conda
// that have a usual name, and of those that variables name.
func condaPrograms(w *World) []home {
	roots := []string{variable(w, "CONDA_ROOT"), variable(w, "MAMBA_ROOT_PREFIX")}
	roots = append(roots, w.Places()["conda"]...)
	for _, name := range []string{"miniforge3", "miniconda3", "anaconda3", "mambaforge", "micromamba", "miniconda", "anaconda"} {
		roots = append(roots, inHome(w, name))
		if w.Windows() {
			roots = append(roots, variable(w, "ProgramData", name), variable(w, "LOCALAPPDATA", name))
		}
	}
	if !w.Windows() {
		roots = append(roots, "/opt/conda", "/opt/miniconda3", "/opt/anaconda3", "/opt/miniforge3", inHome(w, "opt", "miniconda3"), inHome(w, "opt", "anaconda3"))
	}
	var out []home
	for _, r := range roots {
		// The first is meant to be on PATH when nothing is active.
		out = append(out, homesAt(under(w, r, "condabin"), under(w, r, w.BinDir()))...)
		if w.Windows() {
			out = append(out, homesAt(under(w, r, "Library", "bin"))...)
		}
	}
	return out
}

// pyenvRoots gives pyenv's own directories: what its variable and the setting
// `places` name, else the usual one.
func pyenvRoots(w *World) []string {
	out := []string{variable(w, "PYENV_ROOT")}
	out = append(out, w.Places()["pyenv"]...)
	if w.Windows() {
		return append(out, variable(w, "PYENV"), inHome(w, ".pyenv", "pyenv-win"))
	}
	return append(out, inHome(w, ".pyenv"))
}

// pyenvPrograms gives a directory below each of pyenv's.
func pyenvPrograms(parts ...string) func(w *World) []home {
	return func(w *World) []home {
		var out []home
		for _, r := range pyenvRoots(w) {
			out = append(out, homesAt(under(w, r, parts...))...)
		}
		return out
	}
}

// scoopShims is where scoop puts what starts the programs that it has installed.
func scoopShims(w *World) []string {
	return []string{variable(w, "SCOOP", "shims"), inHome(w, "scoop", "shims"), variable(w, "ProgramData", "scoop", "shims")}
}
