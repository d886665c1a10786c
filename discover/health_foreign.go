package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// foreignProblem tells that the environment was made on another system, in a
// container or on another machine: then nothing that it leads to can be here,
// and to mend it would only break it over there.
func (b *builder) foreignProblem() *venvcore.Problem {
	if b.start.fault == baseForeign {
		return problem(venvcore.Foreign, "%s is a program of %s: the environment was made there", b.start.path, b.start.kind.system())
	}
	if home := b.m.cfg.home(); home != "" && b.alienLayout(home) {
		return problem(venvcore.Foreign, "%s names the base %s: the environment was made on another system", b.m.marker, home)
	}
	if b.start.path == "" || !b.baseGone() {
		return nil
	}
	root := b.alienRoot()
	if root == "" {
		return nil
	}
	return problem(venvcore.Foreign,
		"the environment was made on another machine or in a container: there is neither %s here, where it lay, nor its base %s",
		root, b.start.named)
}

// alienLayout: the base is named as Windows names paths, or as the other
// systems do, and there is no interpreter that could start here. MSYS2 on
// Windows names its own /usr/bin too, and has programs that end in .exe.
func (b *builder) alienLayout(home string) bool {
	if !b.l.World().Windows() {
		return isWindowsPath(home) && b.start.path == ""
	}
	return strings.HasPrefix(home, "/") &&
		!slices.ContainsFunc(b.m.interpreters(), func(name string) bool { return strings.EqualFold(extension(name), ".exe") })
}

// isWindowsPath reports whether a path begins with a drive or a server.
func isWindowsPath(p string) bool {
	drive := len(p) >= 3 && p[1] == ':' && (p[2] == '\\' || p[2] == '/') &&
		('a' <= p[0] && p[0] <= 'z' || 'A' <= p[0] && p[0] <= 'Z')
	return drive || strings.HasPrefix(p, `\\`)
}

func extension(name string) string { return name[max(0, strings.LastIndexByte(name, '.')):] }

// baseGone reports whether what the interpreter needs is absent.
func (b *builder) baseGone() bool { return b.start.base != nil && absent(b.start.base.err) }

// alienRoot gives the root of a place that the environment says it was made at,
// when nothing there is or ever was on this machine: none of the places exists,
// and the first parts of one do not either. Empty when it may have been made
// here: a moved environment came from a directory whose neighbours are left, and
// with the home that it lay in its base has moved along.
func (b *builder) alienRoot() string {
	w := b.l.World()
	made := b.places()
	if len(made) == 0 {
		made = []said{{where: commandPlace(w, b.m.cfg.last("command"))}}
	}
	root := ""
	for _, p := range made {
		if p.where == "" || p.where == b.dir || !b.isGone(p.where) {
			return ""
		}
		if along := relocated(w, p.where, b.dir, b.start.named); along != "" && !b.isGone(along) {
			return ""
		}
		if top := w.rootOf(p.where); root == "" && b.isGone(top) {
			root = top
		}
	}
	return root
}

// commandPlace gives the environment that pyvenv.cfg's command has made: it ends
// in the path, which nothing quotes (venv of 3.11 and later, virtualenv 21).
func commandPlace(w *World, command string) string {
	_, options, ok := strings.Cut(command, " -m v") // venv, virtualenv
	for ok {
		if _, options, ok = strings.Cut(options, " "); ok && w.IsAbs(options) {
			return w.Clean(options)
		}
	}
	return ""
}

// isGone reports whether nothing is at a path.
func (b *builder) isGone(path string) bool {
	_, err := b.l.Weak().Stat(path)
	return absent(err)
}

// rootOf gives the part of a path that the machine has or has not, whatever lies
// below: a person's home, else the first directory (/app, /workspace, D:\build).
func (w *World) rootOf(path string) string {
	var up []string
	for dir := path; ; dir = w.Dir(dir) {
		up = append(up, dir)
		if w.Dir(dir) == dir {
			break
		}
	}
	slices.Reverse(up) // the root itself, its entry, the entry's entry …
	if len(up) < 2 {
		return path
	}
	if name := w.Base(up[1]); len(up) > 2 && (name == "home" || name == "Users") {
		return up[2]
	}
	return up[1]
}

// relocated gives where a path is now when the directory above old was moved with
// the environment, which is at now: the parts that old and now end in alike are
// what moved along. Empty when path lay outside of it.
func relocated(w *World, old, now, path string) string {
	for w.Base(old) == w.Base(now) && w.Dir(old) != old && w.Dir(now) != now {
		old, now = w.Dir(old), w.Dir(now)
	}
	if old == now || !w.Within(old, path) {
		return ""
	}
	return w.Join(now, path[len(old):])
}
