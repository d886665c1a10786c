package discover

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"github.com/venvd/venvd/venvcore"
)

// manifest is what discovery needs of a pyproject.toml (PEP 621, poetry, uv).
type manifest struct {
	path     string
	table    map[string]any
	problems []venvcore.Fault
}

// parseManifest reads TOML 1.0. A file that is none, or that is not UTF-8,
// gives an empty manifest with a problem that names the line.
func parseManifest(path string, data []byte) *manifest {
	m := &manifest{path: path}
	if !utf8.Valid(data) {
		m.problems = append(m.problems, venvcore.Fault{
			Path: path, Code: venvcore.FaultEncoding,
			Message: fmt.Sprintf("%s, line %d, is not UTF-8, as TOML must be: save it as UTF-8", path, badLine(data)),
		})
		return m
	}
	// Editors on Windows write a byte order mark, which TOML 1.0 does not
	// know and its readers in Python's tools skip or refuse by turns.
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if err := toml.Unmarshal(data, &m.table); err != nil {
		line := 1
		var de *toml.DecodeError
		if errors.As(err, &de) {
			line, _ = de.Position()
		}
		m.table = nil
		m.problems = append(m.problems, venvcore.Fault{
			Path: path, Code: venvcore.FaultUnreadable,
			Message: fmt.Sprintf("%s, line %d, is not TOML: %s", path, line, strings.TrimPrefix(err.Error(), "toml: ")),
		})
	}
	return m
}

// badLine gives the line of the first byte that is not UTF-8.
func badLine(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		data = data[n:]
	}
	return line
}

// get goes down the tables; nil when a key is absent or what is on the way is
// no table. A nil manifest has nothing.
func (m *manifest) get(keys ...string) any {
	if m == nil {
		return nil
	}
	var v any = m.table
	for _, k := range keys {
		t, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = t[k]
	}
	return v
}

// text gives a string, empty when there is none.
func (m *manifest) text(keys ...string) string {
	s, _ := m.get(keys...).(string)
	return strings.TrimSpace(s)
}

// list gives the strings of an array.
func (m *manifest) list(keys ...string) []string {
	a, _ := m.get(keys...).([]any)
	var out []string
	for _, v := range a {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// has reports whether a table is there.
func (m *manifest) has(keys ...string) bool {
	_, ok := m.get(keys...).(map[string]any)
	return ok
}

// readManifest reads the project's pyproject.toml.
func (r *projectReader) readManifest() {
	if !r.has("pyproject.toml") {
		return
	}
	m := manifestAt(r.l, r.p.Root)
	if m == nil {
		return
	}
	r.p.Problems = append(r.p.Problems, m.problems...)
	r.manifest = m
}

// manifestAt reads the pyproject.toml of a directory once in a scan, though
// every project below asks for it; nil when there is none.
func manifestAt(l *Look, dir string) *manifest {
	path := l.World().Join(dir, "pyproject.toml")
	return once(l, "pyproject:"+path, func(l *Look) *manifest {
		data, err := l.ReadFile(path, maxConfig)
		if absent(err) || errors.Is(err, errAbandoned) {
			return nil
		}
		m := &manifest{path: path}
		if err == nil {
			m = parseManifest(path, data)
		} else {
			m.problems = []venvcore.Fault{faultOf(path, err)}
		}
		for _, f := range m.problems {
			l.Fault(f)
		}
		return m
	})
}
