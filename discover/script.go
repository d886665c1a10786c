package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// The lines that begin and end the block of a script's requirements in PEP 723,
// "Inline script metadata".
const (
	scriptBegin = "# /// script"
	scriptEnd   = "# ///"
)

// scripts looks at files that may be scripts with a block of their own.
func (c *scan) scripts() error {
	list := slices.Clone(c.query.Root.Paths)
	slices.Sort(list)
	list = slices.Compact(list)
	jobs := make([]job, len(list))
	for i, p := range list {
		jobs[i] = job{key: "script:" + p, path: p, do: func(l *Look) finding { return c.script(l, p) }}
	}
	units, err := c.each(jobs)
	if err != nil {
		return err
	}
	return c.targets(nil, units)
}

// script reads what a file says of the interpreter that it wants. One without a
// block is no script; that it is there at all is said, for a block that was
// taken out of a file is not a file that was removed.
func (c *scan) script(l *Look, path string) finding {
	info, err := l.Stat(path)
	switch {
	case err != nil && !absent(err):
		l.fail(path, err)
		return finding{}
	case err != nil || !info.Mode.IsRegular():
		return finding{}
	case info.Size > maxScript:
		return finding{plain: path}
	}
	data, err := l.ReadFile(path, maxScript)
	if err != nil {
		l.fail(path, err)
		return finding{}
	}
	block, ok := scriptBlock(string(data))
	if !ok {
		return finding{plain: path}
	}
	p := &venvcore.Project{Root: path, Script: true}
	m := parseManifest(path, []byte(block))
	for _, f := range m.problems {
		p.Problems = append(p.Problems, f)
		l.Fault(f)
	}
	if v := m.text("requires-python"); v != "" {
		p.Requires, p.RequiresFrom = v, path
	}
	f := finding{project: p}
	p.Kept = scriptKeeps(l, path)
	for _, k := range p.Kept {
		f.targets = append(f.targets, k.Prefix)
	}
	return f
}

// scriptBlock gives the TOML of the block. As the PEP's own expression has it:
// lines of comments, each "#" or "# …", to the last line that ends the block
// among them. A block without an end is none; of several the first counts, for
// a tool would refuse the file and it is a script all the same.
func scriptBlock(text string) (block string, ok bool) {
	var inside []string
	begun, end := false, -1
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case !begun:
			begun = line == scriptBegin
			continue
		case line == scriptEnd:
			end = len(inside)
		case line != "#" && !strings.HasPrefix(line, "# "):
			if end >= 0 {
				return strings.Join(inside[:end], "\n"), true
			}
			begun, inside = line == scriptBegin, nil
			continue
		}
		inside = append(inside, strings.TrimPrefix(strings.TrimPrefix(line, "#"), " "))
	}
	if end < 0 {
		return "", false
	}
	return strings.Join(inside[:end], "\n"), true
}
