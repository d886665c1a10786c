package engine

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// chooser answers for scopes on one machine state; answers of the projects
// above are made once.
type chooser struct {
	l        *loop
	machine  *venvcore.Machine
	projects *projectSet
	made     map[string]*venvcore.Selection
	leaving  map[string]bool // ids of what is not there at the moment and was given to nobody
}

func (l *loop) chooser(m *venvcore.Machine, projects *projectSet) *chooser {
	return &chooser{l: l, machine: m, projects: projects, made: map[string]*venvcore.Selection{}, leaving: l.leaving()}
}

// leaving gives the ids of the environments that are being held as they were
// though they are gone. Who has one keeps it until that is certain; nobody is
// given one anew.
func (l *loop) leaving() map[string]bool {
	out := map[string]bool{}
	for prefix, h := range l.holds {
		if env := l.toldAt(prefix); env != nil && !h.gone.IsZero() {
			out[env.ID] = true
		}
	}
	if len(out) > 0 {
		for _, s := range l.scopes {
			if env := s.selection.Environment; env != nil && !s.ended {
				delete(out, env.ID)
			}
		}
	}
	return out
}

// toldAt gives the virtual environment that is told at a prefix.
func (l *loop) toldAt(prefix string) *venvcore.Environment {
	if env := l.told.Machine.ByPath(prefix); env != nil && env.Prefix == prefix && env.IsVirtual {
		return env
	}
	return nil
}

// choose gives the selection and the candidates of the scope at path.
func (c *chooser) choose(path string) (venvcore.Selection, []venvcore.Candidate) {
	in := c.input(path)
	return venvcore.Choose(in)
}

func (c *chooser) input(path string) venvcore.Input {
	f, at := c.l.folderOf(path), c.l.real(path)
	in := venvcore.Input{Scope: path, Machine: c.machine, Activated: c.l.followActivated(c.machine), Leaving: c.leaving}
	in.Project = c.projects.byRoot[at]
	in.Root = in.Project
	if in.Project != nil && in.Project.Workspace != "" {
		if root := c.projects.byRoot[in.Project.Workspace]; root != nil {
			in.Root = root
		}
	}
	in.Choice = c.l.choiceFor(at, in.Project)
	if f != nil {
		if in.Project == nil || !in.Project.Script {
			in.Setting = c.l.followSetting(f, c.machine)
		}
		in.Above = c.above(at, f)
		in.PinsAbove = c.pinsAbove(at, f)
	}
	if m, ok := c.l.memoryFor(at, in.Project); ok {
		in.Remembered = &m
	}
	return in
}

// pinsAbove gives the pins of the nearest project above path, within the folder,
// that has any.
func (c *chooser) pinsAbove(path string, f *folder) []venvcore.Pin {
	for path != f.at {
		p := c.projects.nearest(above(path), f)
		if p == nil || len(p.Pins) > 0 {
			return pinsOf(p)
		}
		path = p.Root
	}
	return nil
}

func pinsOf(p *venvcore.Project) []venvcore.Pin {
	if p == nil {
		return nil
	}
	return p.Pins
}

// above gives the selection of the nearest project above path within the
// folder.
func (c *chooser) above(path string, f *folder) *venvcore.Selection {
	if path == f.at {
		return nil
	}
	p := c.projects.nearest(above(path), f)
	if p == nil {
		return nil
	}
	if s := c.made[p.Root]; s != nil {
		return s
	}
	sel, _ := c.choose(c.l.scopeAt(p.Root))
	c.made[p.Root] = &sel
	return &sel
}

// choiceFor gives the stored choice of a scope: by the identity of its
// directory, for the directory may have been renamed, else by its path, for it
// may have been removed and cloned anew. A choice whose directory stands
// elsewhere now is the one of that place.
func (l *loop) choiceFor(path string, p *venvcore.Project) *venvcore.Choice {
	var byPath *venvcore.Choice
	for i := range l.choices {
		c := &l.choices[i]
		if p != nil && p.ID != "" && c.ScopeID == p.ID {
			return c
		}
		if c.Scope == path && (c.ScopeID == "" || l.projects().byID[c.ScopeID] == nil) {
			byPath = c
		}
	}
	return byPath
}

func (l *loop) memoryFor(path string, p *venvcore.Project) (venvcore.Remembered, bool) {
	if m, ok := l.remembered[path]; ok && (p == nil || p.ID == "" || m.ScopeID == "" || m.ScopeID == p.ID) {
		return m, true
	}
	if p != nil && p.ID != "" {
		for _, k := range sortedKeys(l.remembered) {
			if m := l.remembered[k]; m.ScopeID == p.ID {
				return m, true
			}
		}
	}
	return venvcore.Remembered{}, false
}

// followSetting gives the setting of a folder with the id of what it last
// named, so that it holds when that moves.
func (l *loop) followSetting(f *folder, m *venvcore.Machine) *venvcore.Setting {
	if f.setting == nil {
		return nil
	}
	if env := m.ByPath(f.setting.Path); env != nil && f.setting.ID != env.ID {
		s := *f.setting
		s.ID = env.ID
		f.setting = &s
	}
	return f.setting
}

// followActivated does the same for the environment that was active where the
// daemon was started.
func (l *loop) followActivated(m *venvcore.Machine) *venvcore.Activated {
	if l.activated == nil {
		return nil
	}
	if env := m.ByPath(l.activated.Prefix); env != nil && l.activated.ID != env.ID {
		l.activated = &venvcore.Activated{Prefix: l.activated.Prefix, ID: env.ID}
	}
	return l.activated
}

// remember notes what the rules chose for a scope by itself, for the rule
// `followed`.
func (l *loop) remember(s *scope, sel venvcore.Selection) {
	switch sel.Rule {
	case venvcore.RuleDeclared, venvcore.RuleTool, venvcore.RuleInProject, venvcore.RuleFollowed:
	default:
		return
	}
	if sel.Environment == nil {
		return
	}
	at := l.real(s.path)
	m := venvcore.Remembered{Scope: at, ScopeID: s.id, ID: sel.Environment.ID, Prefix: sel.Environment.Prefix}
	l.renamed = l.renamed || l.remembered[at] != m
	l.remembered[at] = m
}

// adopt has a stored choice name what it holds at present: the environment where
// it was moved to, or the one that was made anew at its path.
func (l *loop) adopt(s *scope, p *venvcore.Project) {
	env := s.selection.Environment
	if s.selection.Rule != venvcore.RuleUser || env == nil {
		return
	}
	at := l.real(s.path)
	c := l.choiceFor(at, p)
	if c == nil {
		return
	}
	changed := *c
	changed.ID, changed.Prefix, changed.Scope = env.ID, env.Prefix, at
	if s.id != "" {
		changed.ScopeID = s.id
	}
	if changed == *c {
		return
	}
	choices := slices.Clone(l.choices) // what was handed in is its owner's
	for i := range choices {
		if choices[i] == *c {
			choices[i] = changed
		}
	}
	l.choices, l.renamed = choices, true
}

// merged gives the choices that were handed in; one that was adopted here and
// not stored yet keeps what it was adopted to.
func (l *loop) merged(stored []venvcore.Choice) []venvcore.Choice {
	out := slices.Clone(stored)
	for i, c := range out {
		for _, ours := range l.choices {
			if ours.Since == c.Since && ours.Mode == c.Mode && (ours.Scope == c.Scope || ours.ScopeID != "" && ours.ScopeID == c.ScopeID) {
				out[i] = ours
			}
		}
	}
	return out
}
