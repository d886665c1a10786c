package discover

import (
	"regexp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// hasPip reports whether the package pip is there in any form.
func (c contents) hasPip() bool {
	return c.has("pip") || c.has("pip.egg-link") || c.has("_editable_impl_pip.pth") ||
		len(c.named("__editable__.pip-")) > 0 ||
		slices.ContainsFunc(c.named("pip-"), func(e Entry) bool { return strings.HasSuffix(e.Name, ".egg") })
}

// pipProblem tells that pip was there and is gone. Many environments never had
// it (uv, pdm, pipx, --without-pip, --no-pip), so that takes a proof.
func (b *builder) pipProblem() *venvcore.Problem {
	if len(b.contents) == 0 || slices.ContainsFunc(b.contents, func(c contents) bool { return c.err != nil || c.hasPip() }) {
		return nil
	}
	why := b.pipWasThere()
	if why == "" || b.inheritsPip() {
		return nil
	}
	return problem(venvcore.PipMissing, "the environment has lost pip: %s", why)
}

// pipWasThere gives the proof that pip was installed, empty when there is none:
// its script is left, virtualenv's note that it was seeded, or the command that
// venv has made the environment with (from 3.11 on). How virtualenv was called is
// not written down.
func (b *builder) pipWasThere() string {
	w := b.l.World()
	for _, e := range b.m.programs {
		if pipScript.MatchString(e.Name) && b.startsPip(e.Name) {
			return w.Join(b.m.bin, e.Name) + " is still there"
		}
	}
	for _, c := range b.contents {
		for _, e := range c.named("pip-") {
			if strings.HasSuffix(e.Name, ".virtualenv") {
				return w.Join(c.dir, e.Name) + " says that virtualenv has installed it"
			}
		}
	}
	if _, options, ok := strings.Cut(b.m.cfg.last("command"), " -m venv "); ok && !strings.Contains(" "+options, " --without-pip ") {
		return b.m.marker + " says that it was made with it"
	}
	return ""
}

var pipScript = regexp.MustCompile(`^pip[0-9.]*(\.exe)?$`)

// startsPip reports whether a script is pip's own, and not one that somebody has
// put in its place. Windows' are programs.
func (b *builder) startsPip(name string) bool {
	return b.l.World().Windows() || strings.Contains(b.scriptHead(name), "from pip")
}

// inheritsPip reports whether the environment finds the pip of its base.
func (b *builder) inheritsPip() bool {
	s, ok := b.known()
	if !ok || !b.m.systemSite() {
		return false
	}
	l := b.l.Weak()
	return slices.ContainsFunc(s.layout.inheritedPackages(l, s.prefix), func(dir string) bool {
		return isThere(l, l.World().Join(dir, "pip"))
	})
}
