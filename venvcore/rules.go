package venvcore

import (
	"fmt"
	"slices"
	"strings"
)

// byUser: the person's own choice. It follows the environment by its id; when
// that is gone, what now stands at its path is meant.
func byUser(in *Input) outcome {
	c := in.Choice
	switch {
	case c == nil:
		return outcome{}
	case c.Mode == ChooseNone:
		return outcome{none: true}
	}
	env := in.Machine.ByID(c.ID)
	if env == nil {
		env = in.Machine.ByPath(c.Prefix)
	}
	if env == nil {
		return outcome{missing: c.Prefix}
	}
	return one(env, "it was chosen by hand for this project")
}

func bySetting(in *Input) outcome {
	s := in.Setting
	if s == nil {
		return outcome{}
	}
	env := in.Machine.ByPath(s.Path)
	if env == nil && s.ID != "" {
		env = in.Machine.ByID(s.ID)
	}
	if env == nil {
		return outcome{missing: s.Path}
	}
	return one(env, "the setting `interpreter` names it")
}

// byScript: a script with its own block of requirements (PEP 723) and an
// environment that was made for it.
func byScript(in *Input) outcome {
	var o outcome
	for _, e := range in.Machine.owned[in.Scope] {
		if e.Kind == KindUVScript {
			o.offers = append(o.offers, offer{env: e, reason: "it was made for this script"})
		}
	}
	return o
}

func byActivated(in *Input) outcome {
	a := in.Activated
	if a == nil || in.Project == nil {
		return outcome{}
	}
	env := in.Machine.ByPath(a.Prefix)
	if env == nil && a.ID != "" {
		env = in.Machine.ByID(a.ID)
	}
	// Shells activate conda's own installation by themselves, which chooses nothing.
	if env == nil || !env.IsVirtual || !Contains(in.Project.Root, env.Prefix) {
		return outcome{}
	}
	return one(env, "it was active where the editor was started")
}

func byDeclared(in *Input) outcome {
	if in.Root == nil {
		return outcome{}
	}
	var o outcome
	for _, d := range in.Root.Declared {
		if env := in.Machine.ByPath(d.Prefix); env != nil {
			o.offers = append(o.offers, offer{env: env, reason: fmt.Sprintf("%s names it", lastElement(d.File))})
		}
	}
	return o
}

// byTool: an environment that a tool keeps for the project, mostly outside of it. The
// recognisers prove the ownership and say what the tool would use, best first;
// here it is only looked up.
func byTool(in *Input) outcome {
	if in.Root == nil {
		return outcome{}
	}
	var o outcome
	add := func(e *Environment, kind Kind, used bool) {
		if e == nil || !e.IsVirtual || o.has(e) || !used && Contains(in.Root.Root, e.Prefix) {
			return
		}
		of := offer{env: e, reason: fmt.Sprintf("%s keeps it for this project", kind)}
		if !used {
			of.reject = fmt.Sprintf("%s keeps it for this project, and uses another one by itself", kind)
		}
		o.offers = append(o.offers, of)
	}
	for _, k := range in.Root.Kept {
		add(in.Machine.ByPath(k.Prefix), k.Kind, k.Used)
	}
	for _, e := range in.Machine.owned[in.Root.Root] {
		// A wrapper's environment names its project, which says nothing of it. What
		// lies in the project is another rule's.
		add(e, e.Kind, e.Kind == KindVirtualenvwrapper && !Contains(in.Root.Root, e.Prefix))
	}
	return o
}

func (o outcome) has(e *Environment) bool {
	return slices.ContainsFunc(o.offers, func(x offer) bool { return x.env == e })
}

// byPlace: what lies in the project, by the names that tools use, then by age.
func byPlace(in *Input) outcome {
	if in.Root == nil {
		return outcome{}
	}
	root := in.Root.Root
	sep := separator(root)
	var o outcome
	add := func(e *Environment, why string) {
		if e != nil && e.IsVirtual && !o.has(e) {
			o.offers = append(o.offers, offer{env: e, reason: why})
		}
	}
	if in.Root.Venv != "" {
		add(in.Machine.ByPath(in.Root.Venv), "it is `.venv` in the project")
	}
	for _, name := range []string{".venv", ".conda", ".pixi" + sep + "envs" + sep + "default", "venv", "env"} {
		add(in.Machine.ByPath(strings.TrimSuffix(root, sep)+sep+name), fmt.Sprintf("it is `%s` in the project", name))
	}
	others := slices.Clone(in.Machine.children[root])
	slices.SortStableFunc(others, func(a, b *Environment) int {
		if a.Born != b.Born {
			return compareInt(b.Born, a.Born)
		}
		return strings.Compare(a.Prefix, b.Prefix)
	})
	for _, e := range others {
		add(e, fmt.Sprintf("it lies in the project as `%s`", lastElement(e.Prefix)))
	}
	return o
}

// byMemory: what these rules had chosen here until it was moved away.
func byMemory(in *Input) outcome {
	if in.Remembered == nil {
		return outcome{}
	}
	env := in.Machine.ByID(in.Remembered.ID)
	if env == nil || !env.IsVirtual {
		return outcome{}
	}
	return one(env, "it was this project's environment until it was moved")
}

func byAncestor(in *Input) outcome {
	if in.Above == nil || in.Above.Environment == nil || !in.Above.Environment.IsVirtual {
		return outcome{}
	}
	o := offer{
		env:    in.Above.Environment,
		reason: fmt.Sprintf("it is the environment of %s, the project above", in.Above.Scope),
	}
	o.reject = unfit(in, o.env)
	return outcome{offers: []offer{o}}
}

// unfit says why a version does not do for the project; empty when it does.
func unfit(in *Input, e *Environment) string {
	if in.Project == nil {
		return ""
	}
	if spec, err := ParseSpecifier(in.Project.Requires); err == nil && !spec.Allows(e.Version) {
		return fmt.Sprintf("Python %s does not satisfy the project's %q", versionWord(e), spec)
	}
	if len(in.Project.Pins) > 0 && !slices.ContainsFunc(in.Project.Pins, func(p Pin) bool { return MatchesPin(p.Value, e.Version) }) {
		p := in.Project.Pins[0]
		return fmt.Sprintf("Python %s is not the %s that %s asks for", versionWord(e), p.Value, lastElement(p.File))
	}
	return ""
}

func byPin(in *Input) outcome {
	pins, own := in.PinsAbove, in.Project != nil && len(in.Project.Pins) > 0
	if own {
		pins = in.Project.Pins
	}
	var o outcome
	for _, p := range pins {
		for _, b := range in.Machine.Bases() {
			if !MatchesPin(p.Value, b.Version) {
				continue
			}
			asked := fmt.Sprintf("it is the %s that %s asks for", p.Value, lastElement(p.File))
			of := offer{env: b, reason: asked + "; create an environment to work in", loses: asked}
			// The project's own pin is what it means; one from above may not know.
			if spec, err := ParseSpecifier(requires(in)); err == nil && !own && !spec.Allows(b.Version) {
				of.reject = fmt.Sprintf("Python %s does not satisfy the project's %q", versionWord(b), spec)
			}
			o.offers = append(o.offers, of)
		}
	}
	return o
}

// requires gives the project's requires-python; empty when it says nothing.
func requires(in *Input) string {
	if in.Project == nil {
		return ""
	}
	return in.Project.Requires
}

func byBase(in *Input) outcome {
	spec, err := ParseSpecifier(requires(in))
	if err != nil {
		// What cannot be read cannot be required; the fault is told elsewhere.
		spec = Specifier{}
	}
	var o outcome
	for _, b := range in.Machine.Bases() {
		which := "Python installed"
		if spec.String() != "" {
			which = fmt.Sprintf("Python installed that satisfies %q", spec)
		}
		of := offer{
			env: b, reason: fmt.Sprintf("it is the newest %s; create an environment to work in", which),
			loses: fmt.Sprintf("it is a %s", which),
		}
		switch {
		case !spec.Allows(b.Version):
			of.reject = fmt.Sprintf("Python %s does not satisfy the project's %q", versionWord(b), spec)
		case in.Machine.odd[b] > 1:
			of.reject = "it is a special build, which is never chosen by itself"
		}
		o.offers = append(o.offers, of)
	}
	return o
}

func one(e *Environment, reason string) outcome {
	return outcome{offers: []offer{{env: e, reason: reason}}}
}

func versionWord(e *Environment) string {
	if e.Version == "" {
		return "of unknown version"
	}
	return e.Version
}

func separator(path string) string {
	if strings.Contains(path, `\`) && !strings.HasPrefix(path, "/") {
		return `\`
	}
	return "/"
}

func compareInt(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
