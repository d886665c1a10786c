package discover

import (
	"slices"
	"strings"
)

// shelf is a directory with those of some names that are in it.
type shelf struct {
	dir   string
	names []string // as they are on disk
}

// shelf looks for several names in a directory by one listing. It is recorded as
// if each had been asked for by itself: what else comes and goes there is no
// reason to look again, and a home directory is never quiet.
func (l *Look) shelf(dir string, names ...string) shelf {
	s := shelf{dir: dir}
	if dir == "" {
		return s
	}
	at, entries, err := l.list(dir)
	l.fail(dir, err)
	if at == "" {
		return s
	}
	for _, name := range names {
		how := touchAbsent
		for _, e := range entries {
			if e.Name == name || l.World().Windows() && strings.EqualFold(e.Name, name) {
				how = touchEntry
				s.names = append(s.names, e.Name)
			}
		}
		l.touch(l.World().Join(at, name), how)
	}
	return s
}

func (s shelf) has(name string) bool { return slices.Contains(s.names, name) }

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

// condaDefaults gives the directories of environments that conda has by itself,
// in its order: those of the installation before those of the user, but for one
// that the user cannot write to.
func condaDefaults(l *Look, roots []string, home shelf) []string {
	w := l.World()
	var own []string
	if home.has(".conda") {
		own = append(own, w.Join(w.Home, ".conda", "envs"))
	}
	if local, ok := absoluteVariable(w, "LOCALAPPDATA"); ok && w.Windows() {
		own = append(own, w.Join(local, "conda", "conda", "envs"))
	}
	s := &condaSetup{}
	for _, root := range roots {
		envs := w.Join(root, "envs")
		if len(own) > 0 && !isOwn(l, root) {
			s.add(&s.dirs, own...)
		}
		s.add(&s.dirs, envs)
	}
	s.add(&s.dirs, own...)
	for _, dir := range w.Places()["conda"] {
		s.add(&s.dirs, w.Join(dir, "envs"), dir)
	}
	return s.dirs
}

// isOwn reports whether the user may write to a directory, as far as its owner
// tells: the user is who owns the home directory.
func isOwn(l *Look, dir string) bool {
	home, err1 := l.Weak().Stat(l.World().Home)
	info, err2 := l.Weak().Stat(dir)
	return err1 != nil || err2 != nil || mayWrite(home.UID, info)
}

func mayWrite(user uint32, dir Info) bool {
	return user == 0 || dir.UID == user || dir.Mode&0o002 != 0
}
