package discover

import (
	"path"
	"strings"
)

// The path functions of the world's own operating system, on any host:
// path/filepath knows only the host's.

// Windows reports whether the world is a Windows machine.
func (w *World) Windows() bool { return w.OS == "windows" }

// BinDir is the name of the directory that holds an environment's programs.
func (w *World) BinDir() string {
	if w.Windows() {
		return "Scripts"
	}
	return "bin"
}

// Exe gives the file name of a program.
func (w *World) Exe(name string) string {
	if w.Windows() {
		return name + ".exe"
	}
	return name
}

// Separator is what stands between the parts of a path.
func (w *World) Separator() string {
	if w.Windows() {
		return `\`
	}
	return "/"
}

// PathList splits a variable such as PATH; empty parts are left out.
func (w *World) PathList(value string) []string {
	sep := ":"
	if w.Windows() {
		sep = ";"
	}
	var out []string
	for _, p := range strings.Split(value, sep) {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

// IsAbs reports whether p begins at a root.
func (w *World) IsAbs(p string) bool {
	if !w.Windows() {
		return strings.HasPrefix(p, "/")
	}
	vol, rest := splitVolume(p)
	return vol != "" && (strings.HasPrefix(rest, `\`) || strings.HasPrefix(vol, `\\`))
}

// Clean gives the shortest spelling of p without looking at the disk.
func (w *World) Clean(p string) string {
	if !w.Windows() {
		if isClean(p) {
			return p // as nearly all are
		}
		return path.Clean(p)
	}
	vol, rest := splitVolume(p)
	if strings.HasPrefix(vol, `\\`) && rest == "" {
		rest = `\`
	}
	clean := path.Clean(strings.ReplaceAll(rest, `\`, "/"))
	if vol != "" && rest == "" {
		return vol + "."
	}
	return vol + strings.ReplaceAll(clean, "/", `\`)
}

// Join puts parts together and cleans the result; empty parts are left out.
func (w *World) Join(parts ...string) string {
	if len(parts) == 2 && !w.Windows() && isClean(parts[0]) && isName(parts[1]) {
		// By far the most frequent form: no need to look at every byte again.
		return parts[0] + "/" + parts[1]
	}
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	if len(full) == 0 {
		return ""
	}
	return w.Clean(strings.Join(full, w.Separator()))
}

// Abs gives p itself when it is absolute, else p taken from dir.
func (w *World) Abs(dir, p string) string {
	if w.IsAbs(p) {
		return w.Clean(p)
	}
	return w.Join(dir, p)
}

// Dir gives the directory of a clean p; that of a root is the root itself.
func (w *World) Dir(p string) string {
	if !w.Windows() {
		i := strings.LastIndexByte(p, '/')
		switch {
		case i > 0:
			return p[:i]
		case i == 0:
			return "/"
		}
		return "."
	}
	vol, rest := splitVolume(p)
	return vol + strings.ReplaceAll(path.Dir(strings.ReplaceAll(rest, `\`, "/")), "/", `\`)
}

// Base gives the last part of a clean p.
func (w *World) Base(p string) string {
	if !w.Windows() {
		return p[strings.LastIndexByte(p, '/')+1:]
	}
	_, rest := splitVolume(p)
	return path.Base(strings.ReplaceAll(rest, `\`, "/"))
}

// Within reports whether a clean p is dir or lies below it.
func (w *World) Within(dir, p string) bool {
	if !strings.HasPrefix(p, dir) {
		return false
	}
	sep := byte('/')
	if w.Windows() {
		sep = '\\'
	}
	return len(p) == len(dir) || p[len(dir)] == sep || dir != "" && dir[len(dir)-1] == sep
}

// host gives the operating system's own path of a clean absolute p.
func (w *World) host(p string) string {
	if w.Prefix == "" {
		return p
	}
	for at, to := range w.Junctions {
		if w.Within(at, p) {
			p = to + p[len(at):]
			break
		}
	}
	if w.Windows() {
		// C:\x is kept as Prefix/C/x, for a colon is no part of a name there.
		p = "/" + strings.TrimLeft(strings.NewReplacer(`\`, "/", ":", "").Replace(p), "/")
	}
	return w.Prefix + p
}

// splitVolume takes "C:" or "\\server\share" off the front, with every
// separator a backslash.
func splitVolume(p string) (vol, rest string) {
	p = strings.ReplaceAll(p, "/", `\`)
	if len(p) >= 2 && p[1] == ':' {
		return p[:2], p[2:]
	}
	if strings.HasPrefix(p, `\\`) {
		parts := strings.SplitN(p[2:], `\`, 3)
		if len(parts) >= 2 {
			vol = `\\` + parts[0] + `\` + parts[1]
			return vol, p[len(vol):]
		}
	}
	return "", p
}

// isClean reports whether p is absolute, not the root, and as path.Clean leaves
// it.
func isClean(p string) bool {
	if len(p) < 2 || p[0] != '/' {
		return false
	}
	for rest, more := p[1:], true; more; {
		var part string
		if part, rest, more = strings.Cut(rest, "/"); part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

func isName(s string) bool {
	return s != "" && s != "." && s != ".." && !strings.Contains(s, "/")
}
