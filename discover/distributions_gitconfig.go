package discover

import (
	"errors"
	"strings"
	"unicode"
)

// gitSetting is one variable of a git configuration, such as
// "remote.origin.url": section and variable in lower case, and between them
// the subsection as it is written.
type gitSetting struct{ key, value string }

// errGitConfig is a configuration that git refuses.
var errGitConfig = errors.New("it is no configuration of git")

// parseGitConfig reads git's configuration (git-config(1), "Syntax"; config.c
// of git 2.39): sections in brackets, a variable a line, and remarks after # or
// ;. What it includes is not read.
func parseGitConfig(text string) ([]gitSetting, error) {
	g := gitScanner{text: strings.TrimPrefix(text, "\uFEFF")}
	var out []gitSetting
	section := ""
	for {
		switch c := g.next(); {
		case c == gitEnd:
			return out, nil
		case c == '#' || c == ';':
			g.skipLine()
		case isGitBlank(c):
		case c == '[':
			name, ok := g.section()
			if !ok {
				return nil, errGitConfig
			}
			section = name
		default:
			s, ok := g.setting(c)
			if !ok || section == "" {
				return nil, errGitConfig
			}
			s.key = section + "." + s.key
			out = append(out, s)
		}
	}
}

// gitScanner gives one byte after the other; lines end at LF or CRLF.
type gitScanner struct {
	text string
	at   int
}

// gitEnd is the end of the file.
const gitEnd rune = -1

func (g *gitScanner) next() rune {
	if g.at >= len(g.text) {
		return gitEnd
	}
	c := g.text[g.at]
	g.at++
	if c == '\r' && g.at < len(g.text) && g.text[g.at] == '\n' {
		g.at++
		return '\n'
	}
	return rune(c)
}

func (g *gitScanner) skipLine() {
	for c := g.next(); c != '\n' && c != gitEnd; c = g.next() {
	}
}

// section reads what stands between brackets: a name, and a subsection in
// quotes, in which a backslash takes the next character as it is.
func (g *gitScanner) section() (string, bool) {
	var b strings.Builder
	c := g.next()
	for ; isGitKey(c) || c == '.'; c = g.next() {
		b.WriteRune(unicode.ToLower(c))
	}
	if c == ']' {
		return b.String(), b.Len() > 0
	}
	if b.Len() == 0 || c != ' ' && c != '\t' {
		return "", false
	}
	for c == ' ' || c == '\t' {
		c = g.next()
	}
	if c != '"' {
		return "", false
	}
	b.WriteByte('.')
	for c = g.next(); c != '"'; c = g.next() {
		if c == '\\' {
			c = g.next()
		}
		if c == '\n' || c == gitEnd {
			return "", false
		}
		b.WriteByte(byte(c))
	}
	return b.String(), g.next() == ']'
}

// setting reads a variable that begins with c. One without a "=" is true.
func (g *gitScanner) setting(c rune) (gitSetting, bool) {
	var key strings.Builder
	for ; isGitKey(c); c = g.next() {
		key.WriteRune(unicode.ToLower(c))
	}
	for c == ' ' || c == '\t' {
		c = g.next()
	}
	if c == '\n' || c == gitEnd {
		return gitSetting{key.String(), "true"}, key.Len() > 0
	}
	if c != '=' || key.Len() == 0 {
		return gitSetting{}, false
	}
	value, ok := g.value()
	return gitSetting{key.String(), value}, ok
}

// value reads to the end of the line, which a backslash takes away. Blanks count
// between words, and in quotes.
func (g *gitScanner) value() (string, bool) {
	var b strings.Builder
	quoted, blanks := false, 0
	for {
		c := g.next()
		switch {
		case c == '\n' || c == gitEnd:
			return b.String(), !quoted
		case isGitBlank(c) && !quoted:
			if b.Len() > 0 {
				blanks++
			}
			continue
		case (c == '#' || c == ';') && !quoted:
			g.skipLine()
			return b.String(), true
		}
		b.WriteString(strings.Repeat(" ", blanks))
		blanks = 0
		switch c {
		case '"':
			quoted = !quoted
		case '\\':
			if c = g.next(); c == '\n' {
				continue
			}
			i := strings.IndexRune(`tbn\"`, c)
			if i < 0 {
				return "", false
			}
			b.WriteByte("\t\b\n\\\""[i])
		default:
			b.WriteByte(byte(c))
		}
	}
}

func isGitKey(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-'
}

// isGitBlank is C's isspace: unicode's has bytes of UTF-8 among it.
func isGitBlank(c rune) bool { return c == ' ' || '\t' <= c && c <= '\r' }
