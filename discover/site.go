package discover

import "strings"

// Where packages are, in the order of site.getsitepackages(), as far as the
// directories exist, and each real one once: so the list is what sys.path
// holds of it. Left out are the user's own site (it depends on who runs it)
// and, on Windows, the prefix itself, which is on sys.path but holds no
// packages.

// environmentPackages gives the directories of an environment's own packages.
func (y layout) environmentPackages(l *Look, prefix string) []string {
	return existing(l, y.ownPackages(l.World(), prefix)...)
}

// ownPackages gives where they should be.
func (y layout) ownPackages(w *World, prefix string) []string {
	switch {
	case y.windows:
		return []string{w.Join(prefix, "Lib", "site-packages")}
	case y.flat:
		return []string{w.Join(prefix, "site-packages")}
	}
	dirs := []string{w.Join(prefix, "lib", y.dir, "site-packages")}
	if y.lib == "lib64" {
		dirs = append([]string{w.Join(prefix, "lib64", y.dir, "site-packages")}, dirs...)
	}
	return dirs
}

// localPackages gives the directories of an environment's own packages on a Python
// of Debian's when it has a directory `local`: its site.py adds its own
// directories there, and poetry installs into the first (posix_local).
func (y layout) localPackages(l *Look, prefix string) []string {
	w := l.World()
	return existing(l,
		w.Join(prefix, "lib", y.dir, "site-packages"),
		w.Join(prefix, "local", "lib", y.dir, "dist-packages"),
		w.Join(prefix, "lib", "python3", "dist-packages"),
		w.Join(prefix, "lib", y.dir, "dist-packages"))
}

// inheritedPackages gives the directories of a base's packages as an
// environment with system site-packages sees them: Debian's site.py adds
// site-packages there, which the base itself does not look at.
func (y layout) inheritedPackages(l *Look, prefix string) []string {
	if !y.debian {
		return y.basePackages(l, prefix)
	}
	own := existing(l, l.World().Join(prefix, "lib", y.dir, "site-packages"))
	return append(own, y.basePackages(l, prefix)...)
}

// basePackages gives the directories of a base's packages.
func (y layout) basePackages(l *Look, prefix string) []string {
	w := l.World()
	switch {
	case y.windows || y.flat:
		return y.environmentPackages(l, prefix)
	case y.debian:
		dirs := []string{
			w.Join(prefix, "local", "lib", y.dir, "dist-packages"),
			w.Join(prefix, "lib", "python3", "dist-packages"),
		}
		if strings.HasPrefix(y.dir, "python") { // Debian's PyPy has the first two
			dirs = append(dirs, w.Join(prefix, "lib", y.dir, "dist-packages"))
		}
		return existing(l, dirs...)
	}
	if prefix == "/usr" && y.lib == "lib64" {
		// Fedora's site.py puts /usr/local before /usr.
		return append(y.environmentPackages(l, "/usr/local"), y.environmentPackages(l, prefix)...)
	}
	return y.environmentPackages(l, prefix)
}

// existing gives those of dirs that are there, each real directory once:
// lib64 of an environment is a link to lib.
func existing(l *Look, dirs ...string) []string {
	var out []string
	seen := map[string]bool{}
	for _, dir := range dirs {
		if info, err := l.Stat(dir); err != nil || !info.IsDir() {
			continue
		}
		if len(dirs) > 1 { // one alone needs no telling apart
			real, err := l.Real(dir)
			if err != nil || seen[real] {
				continue
			}
			seen[real] = true
		}
		out = append(out, dir)
	}
	return out
}
