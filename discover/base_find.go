package discover

import (
	"cmp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// examineBase gives the base that an interpreter belongs to; nil when it leads
// to none: absent, a wrapper, or no program. An interpreter that was found but
// has lost its library is given with that problem.
func examineBase(l *Look, interpreter string, kind venvcore.Kind) *venvcore.Environment {
	b := l.base(interpreter)
	if b.conda { // whatever leads to it
		if e := environmentIn(l, b.prefix); e != nil {
			return knownAs(e, interpreter)
		}
	}
	if !b.usable() {
		return nil
	}
	l.wonder(b, l.World().Dir(interpreter), false)
	return b.environment(l, kind)
}

// examineBases gives every base whose interpreters lie in a directory, each
// real one once, with all names that lead to it as aliases; sorted by
// interpreter. When the directory belongs to a virtual environment or to a prefix
// of conda packages (an activated one on PATH) that is given instead. Nothing is given for a
// directory of shims or one that is absent.
func examineBases(l *Look, bin string, kind venvcore.Kind) []*venvcore.Environment {
	w := l.World()
	if isShimDir(w.Base(bin)) {
		return nil
	}
	entries, err := l.ReadDir(bin)
	l.fail(bin, err)
	return examineListed(l, bin, entries, kind)
}

// examineListed does so with a directory that has been listed.
func examineListed(l *Look, bin string, entries []Entry, kind venvcore.Kind) []*venvcore.Environment {
	w := l.World()
	names := interpretersIn(entries)
	if len(names) == 0 || isShimDir(w.Base(bin)) {
		return nil
	}
	if e := environmentAbove(l, bin); e != nil {
		return []*venvcore.Environment{e}
	}
	var out []*venvcore.Environment
	for _, n := range names {
		e := examineBase(l, w.Join(bin, n.file), kind)
		if e == nil {
			continue
		}
		i := slices.IndexFunc(out, func(o *venvcore.Environment) bool { return o.ID == e.ID })
		if i < 0 {
			out = append(out, e)
			continue
		}
		out[i] = joined(out[i], e)
	}
	slices.SortFunc(out, func(a, b *venvcore.Environment) int {
		return cmp.Or(cmp.Compare(a.Prefix, b.Prefix), cmp.Compare(a.Interpreter, b.Interpreter))
	})
	return out
}

// environmentAbove gives the environment whose programs lie in bin.
func environmentAbove(l *Look, bin string) *venvcore.Environment {
	w := l.World()
	dir := w.Dir(bin)
	if _, err := l.Lstat(w.Join(dir, markerName)); err == nil {
		return environmentIn(l, dir)
	}
	// That one comes to be there is no reason to watch every directory of PATH.
	if dir = basePrefix(w, bin); isThere(l.quiet(), w.Join(dir, condaMetaDir)) {
		return environmentIn(l, dir)
	}
	return nil
}

// environment gives the base as an environment of the kind. Its health says
// what keeps it from running.
func (b *base) environment(l *Look, kind venvcore.Kind) *venvcore.Environment {
	owner, owned := keeper(l, b.real)
	if owned {
		kind = owner
	}
	e := &venvcore.Environment{
		Kind: kind, Creator: string(kind), Owned: owned, Prefix: b.shown, Real: b.prefix,
		Name: baseName(l.World(), kind, b), Interpreter: b.interpreter, Version: b.version,
		Implementation: b.impl, Arch: b.arch, Build: strings.Trim(b.flags, "mu"), Aliases: slices.Clone(b.aliases),
		SitePackages: b.layout.basePackages(l, b.prefix), Stage: venvcore.StageReady,
		Evidence: evidence(b.real, b.versionFrom),
	}
	if !slices.Contains(e.Aliases, b.path) && b.path != e.Interpreter {
		e.Aliases = append(e.Aliases, b.path)
		slices.Sort(e.Aliases)
	}
	root(l, e, b.prefix)
	// Several bases share a prefix such as /usr; the name of the interpreter
	// tells them apart.
	e.ID = shortHash(string(e.Root), l.World().Base(b.interpreter))
	e.Made = "|" + entryStamp(l, b.real)
	e.Health = venvcore.Sum(venvcore.Leading(b.problems(l.World())...)...)
	if !b.hasStdlib {
		e.Stage = venvcore.StagePartial
	}
	return e
}
