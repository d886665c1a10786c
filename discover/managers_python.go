package discover

import (
	"fmt"
	"strings"
)

// distributionVersion reads the version of a tool that was installed as a Python
// package from the name of its metadata (PEP 376): that of the environment, the
// base or the user's directories that the program lies in, else that of the
// interpreter which the program names in its first line.
func distributionVersion(l *Look, m manager, p starter, real string, info Info) string {
	if m.distribution == notOnPyPI {
		return ""
	}
	w := l.World()
	name := m.name
	if m.distribution != "" {
		name = m.distribution
	}
	interpreter, isScript := interpreterOf(l, real)
	minor := ""
	if interpreter != "" {
		minor = minorOf(l, interpreter)
	}
	roots := []string{w.Dir(w.Dir(real))}
	if interpreter != "" {
		roots = append(roots, w.Dir(w.Dir(interpreter)))
	}
	if env := uvToolOf(l, m, p); env != "" {
		roots = append(roots, env)
		isScript = true // the receipt proves what the first line would
	}
	for _, root := range roots {
		for _, site := range siteDirs(l, root, minor) {
			v, dir := metadataIn(l, site, name)
			// A program that names no interpreter may have been put there by another
			// installer over the package's own.
			if v != "" && (isScript || recorded(l, site, dir, real, info)) {
				return v
			}
		}
	}
	return ""
}

// siteDirs gives the directories of packages below a prefix, those of the
// given minor alone when that is known and several are there: an environment's
// or a base's (site-packages, Debian's dist-packages), and those of the user
// scheme (sysconfig: ~/.local/lib/python3.11/site-packages,
// ~/Library/Python/3.11/lib/python/site-packages, %APPDATA%\Python\Python311\site-packages).
func siteDirs(l *Look, root, minor string) []string {
	w := l.World()
	if w.Windows() {
		return []string{w.Join(root, "Lib", "site-packages"), w.Join(root, "site-packages")}
	}
	lib := w.Join(root, "lib")
	entries, err := l.ReadDir(lib)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		n, ok := parseInterpreterName(e.Name)
		if !ok || minor != "" && n.minor != "" && n.minor != minor {
			continue
		}
		out = append(out, w.Join(lib, e.Name, "site-packages"), w.Join(lib, e.Name, "dist-packages"))
	}
	return out
}

// metadataIn finds the metadata of a distribution in a directory of packages, and
// gives its version and its name.
func metadataIn(l *Look, site, distribution string) (version, dir string) {
	entries, err := l.ReadDir(site)
	if err != nil {
		return "", ""
	}
	for _, e := range entries {
		stem, ok := strings.CutSuffix(e.Name, ".dist-info")
		if !ok {
			if stem, ok = strings.CutSuffix(e.Name, ".egg-info"); !ok {
				continue
			}
		}
		name, v, ok := strings.Cut(stem, "-")
		if !ok || normalName(name) != normalName(distribution) {
			continue
		}
		v, _, _ = strings.Cut(v, "-py") // setuptools: virtualenv-16.7.12-py3.7.egg-info
		return v, e.Name
	}
	return "", ""
}

// recorded reports whether a distribution has installed just this file: its RECORD
// (PEP 376) names it with the size that it has.
func recorded(l *Look, site, metadata, real string, info Info) bool {
	w := l.World()
	data, err := l.ReadFile(w.Join(site, metadata, "RECORD"), maxReceipt)
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), ",")
		if len(fields) < 3 || w.Base(strings.ReplaceAll(fields[0], "/", w.Separator())) != w.Base(real) {
			continue
		}
		if w.Abs(site, strings.ReplaceAll(fields[0], "/", w.Separator())) == real {
			return fields[2] == fmt.Sprint(info.Size)
		}
	}
	return false
}
