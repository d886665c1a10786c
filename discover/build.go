package discover

import (
	"cmp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// builder puts together one virtual environment from what was read of it.
type builder struct {
	l     *Look
	dir   string
	c     candidate
	m     *marks
	start start
	// minor and library are those of the interpreter that really starts, as
	// far as that is known: "3.13", "python3.13t".
	minor, library string
	packages       []string // its own directories of packages
	// contents are the listings of packages, for all who decide by names.
	contents []contents
	said     []said // what places gives
	placed   bool   // said is filled in
	script   struct{ name, head string }
}

// build gives the environment that the candidate is, made by creator. ready
// tells from its files whether the creator's last step is done.
func build(l *Look, c candidate, creator venvcore.Kind, ready func(*builder) bool) *venvcore.Environment {
	b := &builder{l: l, dir: c.dir, c: c, m: c.marks, start: readStart(l, c.dir, c.marks)}
	b.readLibrary()
	b.readContents()
	w := l.World()
	e := &venvcore.Environment{
		Kind: creator, Creator: string(creator), IsVirtual: true, Prefix: c.dir, Real: c.dir,
		Name:        environmentName(w, c.dir, b.m.cfg.prompt()),
		Interpreter: b.start.path, Aliases: b.start.aliases, Link: b.start.link,
		Version: b.version(), Implementation: b.implementation(), Arch: b.arch(),
		Base: b.start.baseOf(l, b.m), SitePackages: b.sitePackages(),
		Evidence: evidence(b.m.marker, b.start.path, b.versionFrom()),
	}
	if real, err := l.Real(c.dir); err == nil {
		e.Real = real
	}
	if s, ok := b.known(); ok && !venvcore.IsFull(e.Version) {
		l.wonder(s, e.Real, true)
	}
	root(l, e, c.dir)
	e.Made = made(l, b.m, b.start.entry)
	seen := b.problems(e)
	e.Health = venvcore.Sum(venvcore.Leading(seen...)...)
	e.Dead = e.Health.Has(venvcore.Foreign) && venvcore.Sum(seen...).State == venvcore.HealthBroken
	e.Stage = b.stage(e, ready)
	return e
}

// known gives the base when there is one to go by.
func (b *builder) known() (*base, bool) {
	if s := b.start.base; s != nil && s.usable() {
		return s, true
	}
	return nil, false
}

// readLibrary finds the environment's own directory of packages. Without a
// base the version is what the files of the environment say.
func (b *builder) readLibrary() {
	impl, minor, flags := b.implementation(), b.m.claimed(), ""
	y := layout{windows: b.l.World().Windows(), lib: "lib"}
	if s, ok := b.known(); ok {
		y, minor, flags = s.layout, s.minor, s.flags
	}
	if minor == "" {
		minor, flags = b.namedMinor()
	}
	b.minor, b.library = minor, libraryName(impl, minor, flags)
	if y.dir == "" {
		y.dir = b.library
	}
	if minor == "" && !y.windows && !y.flat {
		return
	}
	if y.debian && b.c.has("local") {
		b.packages = y.localPackages(b.l.Weak(), b.dir)
		return
	}
	b.packages = y.environmentPackages(b.l.Weak(), b.dir)
}

// namedMinor takes the minor from the names of the interpreters in bin, when
// they agree on one: python3.12 of an environment whose base is gone.
func (b *builder) namedMinor() (minor, flags string) {
	for _, n := range interpretersIn(b.m.programs) {
		if n.minor == "" || n.minor == minor {
			continue
		}
		if minor != "" {
			return "", ""
		}
		minor, flags = n.minor, n.flags
	}
	return minor, flags
}

// sitePackages gives all directories of packages that its interpreter sees. Of
// one that has lost its pyvenv.cfg, and so sees those of its base alone, they
// are the ones it will see when it is mended.
func (b *builder) sitePackages() []string {
	s, ok := b.known()
	if !ok || b.m.marker == "" || !b.m.systemSite() {
		return b.packages
	}
	return slices.Concat(b.packages, s.layout.inheritedPackages(b.l, s.prefix))
}

// version gives the version that really starts: the base's, or, when there is
// no base to ask, what the environment says of itself. Where the base tells
// its minor only, an environment that agrees with it may know the rest.
func (b *builder) version() string {
	claimed := b.m.cfg.version()
	s, ok := b.known()
	if !ok || s.version == "" {
		return cmp.Or(claimed, b.minor)
	}
	if s.version == venvcore.Minor(s.version) && venvcore.Minor(claimed) == s.version {
		return claimed
	}
	return s.version
}

// versionFrom gives the file that told the version.
func (b *builder) versionFrom() string {
	if s, ok := b.known(); ok && s.versionFrom != "" {
		return s.versionFrom
	}
	return ""
}

// implementation is that of the base, else what virtualenv and uv write down.
func (b *builder) implementation() string {
	if s, ok := b.known(); ok {
		return s.impl
	}
	if written := strings.ToLower(b.m.cfg.last("implementation")); written != "" {
		return written
	}
	for _, n := range interpretersIn(b.m.programs) {
		if n.impl != "cpython" {
			return n.impl
		}
	}
	return "cpython"
}

// arch is that of the file which runs.
func (b *builder) arch() string {
	if b.start.arch != "" {
		return b.start.arch
	}
	if s, ok := b.known(); ok {
		return s.arch
	}
	return ""
}

// stage tells how far the making has come. One that was made to its end and
// cannot start since is ready: it is broken, not on its way.
func (b *builder) stage(e *venvcore.Environment, ready func(*builder) bool) venvcore.Stage {
	if b.m.marker == "" || b.start.path == "" {
		return venvcore.StagePartial
	}
	switch done := !e.Health.Has(venvcore.Incomplete) && ready(b); {
	case done:
		return venvcore.StageReady
	case e.CanStart() && len(b.packages) > 0:
		return venvcore.StageUsable
	}
	return venvcore.StagePartial
}
