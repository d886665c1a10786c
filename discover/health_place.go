package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// said is a place that files of the environment lead to.
type said struct{ what, where string }

// places gives where the environment was made, as its scripts say; read once.
func (b *builder) places() []said {
	if !b.placed {
		b.placed = true
		for _, p := range []said{
			{"its activation scripts lead", b.m.place}, {"its console scripts lead", b.scriptPlace()},
		} {
			if p.where != "" {
				b.said = append(b.said, p)
			}
		}
	}
	return b.said
}

// placeProblem tells whether scripts of the environment lead elsewhere: to its
// old place, to the original it was copied from, or to another environment
// that now stands where it came from.
func (b *builder) placeProblem(e *venvcore.Environment) *venvcore.Problem {
	for _, p := range b.places() {
		if p.where == b.dir {
			continue
		}
		if p := elsewhere(b.l, e, marker{b.m.marker, markerName}, p.what, p.where); p != nil {
			return p
		}
	}
	return nil
}

// marker is what proves an environment: its own, and how another's is called.
type marker struct{ path, name string }

// elsewhere tells what stands at the place that the scripts name.
func elsewhere(l *Look, e *venvcore.Environment, m marker, what, where string) *venvcore.Problem {
	w := l.World()
	if id, err := l.Identity(where); err == nil && id == e.Root {
		return nil // another spelling of this very directory
	}
	twin, err := l.Lstat(w.Join(where, m.name))
	if err != nil && !absent(err) {
		return nil // what stands there cannot be known
	}
	if err != nil {
		return problem(venvcore.Moved, "the environment was moved: %s to %s, where it is no longer", what, where)
	}
	if olderThan(l, e.Prefix, where, m.path, twin) {
		return problem(venvcore.Hijacked,
			"%s to %s, where another environment was made since this one was moved away", what, where)
	}
	return problem(venvcore.Copied, "the environment is a copy: %s to the original at %s", what, where)
}

// olderThan reports whether this environment was there before the one that now
// stands at where: then that one was made after this one had left. A copy is
// younger than its original. Without birth times the times of the markers must
// do, which a copy keeps or renews.
func olderThan(l *Look, dir, where, marked string, twin Info) bool {
	here, err1 := l.Stat(dir)
	there, err2 := l.Stat(where)
	if err1 == nil && err2 == nil && here.BTime != 0 && there.BTime != 0 {
		return here.BTime < there.BTime
	}
	own, err := l.Lstat(marked)
	return err == nil && own.MTime < twin.MTime
}

// scriptPlace gives the environment that the console scripts run in, judged by
// pip's, else by the first other script. They are all written alike.
func (b *builder) scriptPlace() string {
	name := b.oneScript()
	if name == "" {
		return ""
	}
	return scriptPlace(b.l.World(), b.scriptHead(name))
}

// scriptHead gives the first bytes of a script, empty when it cannot be read:
// that keeps nobody from using the rest. The last one is remembered, for who asks
// next asks for pip's too.
func (b *builder) scriptHead(name string) string {
	if b.script.name != name {
		head, err := b.l.ReadHead(b.l.World().Join(b.m.bin, name), headerSize)
		if err != nil {
			head = nil
		}
		b.script.name, b.script.head = name, string(head)
	}
	return b.script.head
}

// oneScript gives the name of one console script, empty when there is none:
// reading more costs more than it tells. The files of activation and the
// interpreters are none.
func (b *builder) oneScript() string {
	if listed(b.m.programs, "pip") {
		return "pip"
	}
	i := slices.IndexFunc(b.m.programs, func(e Entry) bool {
		_, interpreter := parseInterpreterName(e.Name)
		return e.Type.IsRegular() && !interpreter && !strings.Contains(strings.ToLower(e.Name), "activate") &&
			!strings.Contains(e.Name, ".")
	})
	if i < 0 {
		return ""
	}
	return b.m.programs[i].Name
}
