package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// Limits of what is read of one environment.
const (
	// maxMarker bounds pyvenv.cfg, which has 100 to 600 bytes; a longer one is
	// no such file.
	maxMarker = 64 << 10
	// activateHead is where the path of the environment stands in activate:
	// virtualenv 21 has it in its fifth KiB, others before.
	activateHead = 16 << 10
)

// marks is what the files of a candidate say about who made it and whether it
// is complete, before its interpreter is looked at.
type marks struct {
	marker    string // path of its pyvenv.cfg or orig-prefix.txt; empty when it has none
	entry     Info   // of marker itself; zero when reading it did not tell
	cfg       config
	cfgErr    error // why pyvenv.cfg could not be read
	bin       string
	programs  []Entry // the listing of bin; nil when it is absent
	binErr    error   // why bin could not be listed
	activates bool    // an activation script is there
	place     string  // where activate says that the environment is; empty when it does not say
	legacy    *legacy // made by a virtualenv before 20, which wrote no pyvenv.cfg
}

// readMarks reads the marks of a candidate; nil when it is no environment.
func readMarks(l *Look, c candidate) *marks {
	m := &marks{}
	m.readPrograms(l, c)
	m.readMarker(l, c)
	if m.activates {
		m.readPlace(l)
	}
	if m.marker != "" {
		return m
	}
	// Without pyvenv.cfg: one that lost it, or one that never had it. A prefix of
	// conda packages is told by what is in its conda-meta.
	if c.has(condaMetaDir) || m.place == "" || len(m.interpreters()) == 0 {
		return nil
	}
	m.readLegacy(l, c)
	return m
}

// readPrograms lists bin (Scripts on Windows; MSYS2's Python has bin there
// too).
func (m *marks) readPrograms(l *Look, c candidate) {
	w := l.World()
	name := w.BinDir()
	if !c.has(name) && c.has("bin") {
		name = "bin"
	}
	m.bin = w.Join(c.dir, name)
	if !c.has(name) {
		return
	}
	m.programs, m.binErr = l.ReadDir(m.bin)
	for _, e := range m.programs {
		m.activates = m.activates || strings.HasPrefix(strings.ToLower(e.Name), "activate")
	}
}

// readMarker reads pyvenv.cfg, which the interpreter looks for in its own
// directory first and then above it (Lib/site.py). What is a directory, or a
// link to nothing, is none to it.
func (m *marks) readMarker(l *Look, c candidate) {
	w := l.World()
	for _, at := range []struct {
		dir     string
		entries []Entry
	}{{m.bin, m.programs}, {c.dir, c.entries}} {
		if !listed(at.entries, markerName) {
			continue
		}
		path := w.Join(at.dir, markerName)
		f, err := l.read(path, maxMarker, false)
		if absent(err) || isDirError(l, path, err) {
			m.noMarker(l, path, err)
			continue
		}
		m.marker, m.cfgErr = path, err
		if err == nil {
			m.cfg, m.entry = parseConfig(f.data), f.info
		}
		return
	}
}

// noMarker reports a pyvenv.cfg that is there and counts for nothing, where an
// interpreter is that would take it for absent. A file that vanished meanwhile
// is no such thing.
func (m *marks) noMarker(l *Look, path string, err error) {
	if len(m.interpreters()) == 0 {
		return
	}
	what := "a directory"
	if absent(err) {
		if _, lerr := l.Lstat(path); lerr != nil {
			return
		}
		what = "a link to nothing"
	}
	l.Fault(venvcore.Fault{
		Path: path, Code: venvcore.FaultUnreadable,
		Message: "it is " + what + ", so the interpreter beside it takes this for no environment and runs as its base",
	})
}

// isDirError reports whether reading failed because a directory is there.
func isDirError(l *Look, path string, err error) bool {
	if err == nil {
		return false
	}
	info, serr := l.Stat(path)
	return serr == nil && info.IsDir()
}

// readPlace reads from bin/activate where the environment was made. uv's
// relocatable ones and hand-written ones compute it, and say nothing.
func (m *marks) readPlace(l *Look) {
	if !listed(m.programs, "activate") {
		return
	}
	w := l.World()
	head, err := l.ReadHead(w.Join(m.bin, "activate"), activateHead)
	if err != nil {
		return // that it is unreadable keeps nobody from using the environment
	}
	m.place = activatePlace(w, string(head))
}

// interpreters gives the interpreters in bin, in the order in which one is
// taken to run: python, which every creator makes and every tool uses, then
// python3, then the others.
func (m *marks) interpreters() []string {
	var first, rest []string
	all := interpretersIn(m.programs)
	for _, want := range []string{"python", "python3"} {
		for _, n := range all {
			if strings.TrimSuffix(strings.ToLower(n.file), ".exe") == want {
				first = append(first, n.file)
			}
		}
	}
	for _, n := range all {
		if !slices.Contains(first, n.file) {
			rest = append(rest, n.file)
		}
	}
	return append(first, rest...)
}

// systemSite reports whether the environment sees the packages of its base.
func (m *marks) systemSite() bool {
	if m.legacy != nil {
		return !m.legacy.isolated
	}
	return m.cfg.systemSite()
}

// claimed is the minor that the marker says the environment is for; empty when
// it does not say.
func (m *marks) claimed() string { return venvcore.Minor(m.cfg.version()) }
