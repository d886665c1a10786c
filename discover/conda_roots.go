package discover

import (
	"slices"
	"strings"
)

// condaNames are the directories into which conda's installers go by themselves,
// or that everybody calls them.
func condaNames() []string {
	return []string{
		"miniforge3", "miniconda3", "anaconda3", "mambaforge", "micromamba", "miniconda", "anaconda", "miniforge",
		"miniforge-pypy3", "mambaforge-pypy3",
	}
}

// condaHome looks for all that conda may have in the home directory.
func condaHome(l *Look) shelf {
	own := []string{".conda", ".condarc", ".mambarc", ".config", ".local", "opt"}
	return l.shelf(l.World().Home, append(condaNames(), own...)...)
}

// condaRoots finds the installations: those that variables name, then those in the
// usual places.
func condaRoots(l *Look, home shelf) []string {
	w := l.World()
	s := &condaSetup{}
	if exe, ok := absoluteVariable(w, "CONDA_EXE"); ok {
		s.add(&s.roots, w.Dir(w.Dir(exe))) // bin, condabin or Scripts
	}
	for _, name := range []string{"CONDA_ROOT", "_CONDA_ROOT", "CONDA_DIR"} {
		if root, ok := absoluteVariable(w, name); ok {
			s.add(&s.roots, root)
		}
	}
	if prefix, ok := absoluteVariable(w, "CONDA_PREFIX"); ok && w.Base(w.Dir(prefix)) == "envs" {
		s.add(&s.roots, w.Dir(w.Dir(prefix)))
	}
	path, _ := w.Env("PATH")
	for _, dir := range w.PathList(path) {
		if w.IsAbs(dir) && w.Base(w.Clean(dir)) == "condabin" { // conda init puts it there
			s.add(&s.roots, w.Dir(w.Clean(dir)))
		}
	}
	if root, ok := absoluteVariable(w, "MAMBA_ROOT_PREFIX"); ok {
		s.add(&s.roots, root)
	}
	for _, found := range append([]shelf{home}, condaParents(l, home)...) {
		for _, name := range found.names {
			if isCondaName(w, name) {
				s.add(&s.roots, w.Join(found.dir, name))
			}
		}
	}
	s.add(&s.roots, condaCasks(l)...)
	return s.roots
}

// isCondaName reports whether a name found is one of an installation, and not
// of what else was looked for in the same listing.
func isCondaName(w *World, name string) bool {
	return slices.ContainsFunc(append(condaNames(), "conda", "mamba"), func(n string) bool {
		return n == name || w.Windows() && strings.EqualFold(n, name)
	})
}

// condaParents looks into the directories, but the home, in which installations
// lie. micromamba 2 has its own below the user's data, called `mamba`.
func condaParents(l *Look, home shelf) []shelf {
	w := l.World()
	if w.Windows() {
		var out []shelf
		for _, name := range []string{"LOCALAPPDATA", "PROGRAMDATA", "APPDATA"} {
			if dir, ok := absoluteVariable(w, name); ok {
				out = append(out, l.shelf(dir, append(condaNames(), "mamba")...))
			}
		}
		if drive, ok := w.Env("SYSTEMDRIVE"); ok { // "C:"; tools is chocolatey's
			out = append(out, l.shelf(drive+`\`, condaNames()...), l.shelf(drive+`\tools`, condaNames()...))
		}
		return out
	}
	out := []shelf{
		l.shelf("/opt", append(condaNames(), "conda")...),
		l.shelf("/usr/local", condaNames()...), l.shelf("/usr/share", condaNames()...),
	}
	if home.has("opt") {
		out = append(out, l.shelf(w.Join(home.dir, "opt"), condaNames()...))
	}
	data, ok := absoluteVariable(w, "XDG_DATA_HOME")
	if home.has(".local") {
		local := l.shelf(w.Join(home.dir, ".local"), append(condaNames(), "share")...)
		out = append(out, local)
		if share := w.Join(local.dir, "share"); local.has("share") && share != data {
			out = append(out, l.shelf(share, append(condaNames(), "mamba")...))
		}
	}
	if ok {
		out = append(out, l.shelf(data, "mamba"))
	}
	return out
}

// condaCasks finds what Homebrew has installed: its casks of conda's installers
// lie in `Caskroom/NAME/base`, anaconda's in its prefix.
func condaCasks(l *Look) []string {
	w := l.World()
	if w.OS != "darwin" {
		return nil
	}
	var out []string
	for _, prefix := range []string{"/opt/homebrew", "/usr/local"} {
		found := l.shelf(prefix, "Caskroom", "anaconda3")
		if found.has("anaconda3") {
			out = append(out, w.Join(prefix, "anaconda3"))
		}
		if !found.has("Caskroom") {
			continue
		}
		casks := l.shelf(w.Join(prefix, "Caskroom"), "miniconda", "miniforge", "mambaforge", "anaconda")
		for _, name := range casks.names {
			if root := w.Join(casks.dir, name, "base"); isThere(l, root) {
				out = append(out, root)
			}
		}
	}
	return out
}
