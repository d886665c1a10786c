package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// placeProblem tells whether the prefix was made at another place: packages have
// its path written into them. What pixi notes of it comes before the scripts.
func (p *condaPrefix) placeProblem(e *venvcore.Environment, maker prefixMaker) *venvcore.Problem {
	for _, said := range []struct{ what, where string }{
		{"pixi's note of its place leads", maker.place}, {"its scripts lead", p.scriptPlace()},
	} {
		if said.where == "" || said.where == p.dir {
			continue
		}
		if found := elsewhere(p.l, e, marker{p.meta.dir, condaMetaDir}, said.what, said.where); found != nil {
			return found
		}
	}
	return nil
}

// fewScripts bounds how many scripts are read until one tells the place: most
// programs of a prefix are none.
const fewScripts = 3

// scriptPlace gives the prefix that the scripts run in: pip's, else pydoc's,
// which comes with Python, else that of one of the first.
func (p *condaPrefix) scriptPlace() string {
	w := p.l.World()
	if p.start.path == "" {
		return ""
	}
	bin, names := p.m.bin, p.m.programs
	if w.Windows() {
		bin = w.Join(p.dir, "Scripts")
		if !p.c.has("Scripts") {
			return ""
		}
		// That this directory cannot be read keeps nobody from using the rest.
		names, _ = p.l.Weak().ReadDir(bin)
	}
	for _, name := range p.scripts(names) {
		head, err := p.l.ReadHead(w.Join(bin, name), headerSize)
		if err != nil {
			continue // as above, for one script
		}
		if place := prefixOfScript(w, string(head)); place != "" {
			return place
		}
	}
	return ""
}

// scripts gives the names of the scripts to read. On Windows those of conda come
// as NAME-script.py beside NAME.exe.
func (p *condaPrefix) scripts(names []Entry) []string {
	if p.l.World().Windows() {
		return firstNames(names, "pip-script.py", func(n string) bool { return strings.HasSuffix(n, "-script.py") })
	}
	if listed(names, "pip") {
		return []string{"pip"}
	}
	return firstNames(names, "pydoc"+venvcore.Minor(p.version()), func(n string) bool {
		_, interpreter := parseInterpreterName(n)
		return !interpreter && !strings.Contains(n, ".")
	})
}

// firstNames gives the preferred file, when it is there, or the first few that
// fit.
func firstNames(names []Entry, preferred string, fits func(string) bool) []string {
	if listed(names, preferred) {
		return []string{preferred}
	}
	var out []string
	for _, e := range names {
		if e.Type.IsRegular() && fits(e.Name) && len(out) < fewScripts {
			out = append(out, e.Name)
		}
	}
	return out
}

// prefixOfScript finds the prefix in the first bytes of a script. On Windows the
// interpreter lies in the root, and its path may be quoted.
func prefixOfScript(w *World, head string) string {
	if !w.Windows() {
		return scriptPlace(w, head)
	}
	line, _, _ := strings.Cut(head, "\n")
	line, ok := strings.CutPrefix(strings.TrimSpace(line), "#!")
	if !ok {
		return ""
	}
	path := strings.Trim(strings.TrimSpace(line), `"`)
	if !slices.Contains([]string{"python.exe", "pythonw.exe"}, strings.ToLower(w.Base(path))) || !w.IsAbs(path) {
		return ""
	}
	return w.Dir(w.Clean(path))
}
