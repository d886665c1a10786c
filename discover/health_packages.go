package discover

import (
	"errors"
	"slices"

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
func doubtful(all []installedAs) []installedAs {
	count := map[string]int{}
	for _, d := range all {
		count[d.name]++
	}
	seeds := count["pip"] + count["setuptools"] + count["wheel"]
	few := len(all)-seeds <= fewDistributions
	return slices.DeleteFunc(slices.Clone(all), func(d installedAs) bool {
		seed := d.name == "pip" || d.name == "setuptools" || d.name == "wheel"
		return count[d.name] == 1 && (seed || !few)
	})
}

// lacks gives the file that an installer writes last, when it is missing: RECORD
// with pip, poetry and pdm; uv links that in with all the others, and writes
// INSTALLER at the end.
func (b *builder) lacks(c contents, d installedAs) string {
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
