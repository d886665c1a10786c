package discover

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markerName is the file that makes a directory a virtual environment
// (PEP 405).
const markerName = "pyvenv.cfg"

// config is what a pyvenv.cfg says. It is read as CPython reads it (Lib/site.py
// and Modules/getpath.py, 3.3 to 3.14): the text before the first "=" is the
// key, without blanks and in any case; lines without "=" say nothing; nothing
// is a comment. Everything is kept, for the readers of this file disagree on
// which of two equal keys counts.
type config struct {
	pairs []pair
	// badBytes: it is not UTF-8. The interpreter dies at its start then, with
	// a UnicodeDecodeError in site.
	badBytes bool
}

// pair is one line with a "=".
type pair struct {
	key, value string
	// hidden: a byte order mark stands before the key, so that the interpreter
	// does not know it by this name, though a person does.
	hidden bool
}

// parseConfig reads the content of a pyvenv.cfg. It never fails: what is no
// setting is skipped, and bytes that are not UTF-8 are replaced and reported.
func parseConfig(data []byte) config {
	c := config{badBytes: !utf8.Valid(data)}
	if c.badBytes {
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	for _, line := range strings.FieldsFunc(string(data), lineEnd) {
		key, value, found := strings.Cut(line, "=")
		if !found {
			continue
		}
		key, hidden := strings.CutPrefix(key, "\uFEFF")
		c.pairs = append(c.pairs, pair{strings.ToLower(strip(key)), strip(value), hidden})
	}
	return c
}

// lineEnd: Python's universal newlines end a line at LF, CRLF or CR. An empty
// line more makes no difference.
func lineEnd(r rune) bool { return r == '\n' || r == '\r' }

// strip is Python's str.strip: what Go calls space, and the four ASCII
// separators.
func strip(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f })
}

// all gives every value of a key in the order of the file.
func (c config) all(key string) []string {
	var values []string
	for _, p := range c.pairs {
		if p.key == key {
			values = append(values, p.value)
		}
	}
	return values
}

// has reports whether the key is there, with any value.
func (c config) has(key string) bool { return len(c.all(key)) > 0 }

// first gives the first value of a key; empty when there is none.
func (c config) first(key string) string {
	if v := c.all(key); len(v) > 0 {
		return v[0]
	}
	return ""
}

// last gives the last value of a key; empty when there is none.
func (c config) last(key string) string {
	if v := c.all(key); len(v) > 0 {
		return v[len(v)-1]
	}
	return ""
}

// home is the directory of the interpreter that the environment was made from.
// The first counts (getpath). A relative one is relative to the directory the
// interpreter is started in, so it names nothing that can be known from disk.
func (c config) home() string { return c.first("home") }

// systemSite reports whether the packages of the base are seen. The last
// setting counts, only "true" in any case is true, and no setting is true too
// (Lib/site.py).
func (c config) systemSite() bool {
	answer := "true"
	for _, p := range c.pairs {
		if p.key == "include-system-site-packages" && !p.hidden {
			answer = strings.ToLower(p.value)
		}
	}
	return answer == "true"
}

// prompt is the name the person gave to the environment; empty when none. venv
// writes it as Python prints a text (3.8 to 3.14), virtualenv in double quotes
// or bare, uv bare. A lone dot is what venv 3.8 wrote for "the current
// directory", which is no name.
func (c config) prompt() string {
	p := c.last("prompt")
	if n := len(p); n >= 2 && (p[0] == '\'' || p[0] == '"') && p[n-1] == p[0] {
		p = p[1 : n-1]
		if !c.has("virtualenv") { // which puts quotes around it and escapes nothing
			p = strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(p)
		}
	}
	if p = strip(p); p == "." {
		return ""
	}
	return p
}

// version is the Python version it claims, in the form of Environment.Version.
// It may have a minor only (uv, for a base that is named by its minor), and it
// may be wrong: see version-mismatch.
func (c config) version() string {
	if all := c.versions(); len(all) > 0 {
		return all[0]
	}
	return ""
}

// versions gives all that the file says of the version, what counts first.
// virtualenv and uv write version_info, venv and newer virtualenv version;
// python-version is PEP 838's and has no patch.
func (c config) versions() []string {
	var out []string
	for _, key := range []string{"version", "version_info", "python-version"} {
		if v := normaliseVersion(c.last(key)); v != "" {
			out = append(out, v)
		}
	}
	return out
}
