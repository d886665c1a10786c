package discover

import (
	"regexp"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// pinPattern is what may be joined to a path: no separator, no "..", nothing
// that a shell or a person could mistake.
var pinPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+@-]*$`)

// readPins reads which version the project asks for.
func (r *projectReader) readPins() {
	r.pythonVersion()
	r.toolVersions()
	for _, name := range []string{"mise.toml", ".mise.toml"} {
		r.mise(name)
	}
}

func (r *projectReader) pin(value, file string) {
	r.p.Pins = append(r.p.Pins, venvcore.Pin{Value: value, File: file})
}

// pythonVersion reads .python-version as pyenv and uv do: a "#" begins a
// comment, blank lines say nothing, the first word of each other line is a
// version or a name; uv takes a specifier too, which may hold blanks.
func (r *projectReader) pythonVersion() {
	lines, path, ok := r.text(".python-version")
	if !ok {
		return
	}
	for _, line := range lines {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if strings.ContainsAny(line[:1], "<>=!~^") {
			if _, err := venvcore.ParseSpecifier(line); err != nil {
				r.notAVersion(path, line)
				continue
			}
			r.pin(line, path)
			continue
		}
		word := strings.Fields(line)[0]
		if !pinPattern.MatchString(word) {
			r.notAVersion(path, word)
			continue
		}
		r.pin(word, path)
	}
}

// toolVersions reads asdf's .tool-versions: the words after "python" are
// versions, best first. Its other forms (ref:, path:) name none.
func (r *projectReader) toolVersions() {
	lines, path, ok := r.text(".tool-versions")
	if !ok {
		return
	}
	for _, line := range lines {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 || words[0] != "python" {
			continue
		}
		for _, word := range words[1:] {
			if pinPattern.MatchString(word) {
				r.pin(word, path)
			}
		}
	}
}

// mise reads the table [tools] of a mise.toml: a version, several, or a table
// with the key version. Its other forms (ref:, path:) name none.
func (r *projectReader) mise(name string) {
	data, path, ok := r.read(name, maxConfig)
	if !ok {
		return
	}
	m := parseManifest(path, data)
	for _, f := range m.problems {
		r.problem(f)
	}
	words := m.list("tools", "python")
	words = append(words, m.text("tools", "python"), m.text("tools", "python", "version"))
	for _, word := range words {
		if pinPattern.MatchString(word) {
			r.pin(word, path)
		}
	}
}
