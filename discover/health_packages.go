package discover

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// fewDistributions is up to how many of them each is asked whether its
// installer came to its end. It costs a call for each: 2 µs from a warm cache
// and 100 µs from a cold disk, which for the hundreds of a large environment is
// many times what all the rest of it costs. Of more only those are asked whose
// names give reason to.
const fewDistributions = 8

// contentProblems tells what is wrong with the packages, by the listing of their
// directory and the files in it whose names ask to be read.
func (b *builder) contentProblems() []venvcore.Problem {
	var out []venvcore.Problem
	add := func(p *venvcore.Problem) {
		if p != nil {
			out = append(out, *p)
		}
	}
	for _, c := range b.contents {
		if c.err != nil && !absent(c.err) && !errors.Is(c.err, ErrTooLarge) {
			add(unreadable(c.dir, c.err))
			continue
		}
		p := b.interrupted(c)
		if add(p); p != nil {
			// That it was tidied up is to be noticed, so this one is watched.
			_, err := b.l.ReadDir(c.dir)
			b.l.fail(c.dir, err)
		}
		out = append(out, b.pathProblems(c)...)
	}
	add(b.pipProblem())
	return out
}

// interrupted tells whether an installer was stopped in the middle. While one
// works it looks the same: who asks waits until it is quiet.
func (b *builder) interrupted(c contents) *venvcore.Problem {
	if left := c.named("~"); len(left) > 0 {
		// pip renames what it removes, and deletes it at the end.
		return problem(venvcore.PipInterrupted, "an installation was interrupted: pip has left %s in %s", left[0].Name, c.dir)
	}
	all := c.distributions()
	for _, d := range all {
		if d.name == "pip" && !c.hasPip() {
			return problem(venvcore.PipInterrupted, "pip is half removed: %s is in %s without the package", d.entry.Name, c.dir)
		}
	}
	for _, d := range doubtful(all) {
		if file := b.lacks(c, d); file != "" {
			return problem(venvcore.PipInterrupted, "the installation of %s was interrupted: %s is missing in %s",
				d.name, file, b.l.World().Join(c.dir, d.entry.Name))
		}
	}
	return nil
}

// doubtful gives the distributions that are asked whether they are whole: of a
// few all but those that came with the environment, whose activation scripts tell
// of them; of many those that are there twice, as an upgrade leaves them that
// was interrupted between the old one and the new.
func doubtful(all []distribution) []distribution {
	count := map[string]int{}
	for _, d := range all {
		count[d.name]++
	}
	seeds := count["pip"] + count["setuptools"] + count["wheel"]
	few := len(all)-seeds <= fewDistributions
	return slices.DeleteFunc(slices.Clone(all), func(d distribution) bool {
		seed := d.name == "pip" || d.name == "setuptools" || d.name == "wheel"
		return count[d.name] == 1 && (seed || !few)
	})
}

// lacks gives the file that an installer writes last, when it is missing: RECORD
// with pip, poetry and pdm; uv links that in with all the others, and writes
// INSTALLER at the end.
func (b *builder) lacks(c contents, d distribution) string {
	if !d.entry.IsDir() {
		return ""
	}
	w := b.l.World()
	b.l.learnEntry(c.dir, d.entry.Name)
	files := []string{"RECORD"}
	if b.m.cfg.has("uv") || b.c.has(".lock") {
		files = append(files, "INSTALLER")
	}
	for _, f := range files {
		if _, err := b.l.Weak().Lstat(w.Join(c.dir, d.entry.Name, f)); absent(err) {
			return f
		}
	}
	return ""
}

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
