package venvcore

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	pep440 "github.com/aquasecurity/go-pep440-version"
)

// CompareVersions orders two Python versions by PEP 440; one that is no
// version, the empty one included, is older than every version.
func CompareVersions(a, b string) int { return parse(a).compare(parse(b)) }

// IsPreRelease reports whether v is an alpha, a beta, a candidate or a
// development version by PEP 440.
func IsPreRelease(v string) bool { return parse(v).preRelease() }

// NormalVersion writes a version in its normal form, as PEP 440 and pip do:
// "1.0-beta1" is "1.0b1". It reports whether v is one; versions from before PEP
// 440 are none.
func NormalVersion(v string) (string, bool) {
	p, err := pep440.Parse(v)
	if err != nil {
		return "", false
	}
	text, local, found := strings.Cut(p.String(), "+")
	if !found {
		return text, true
	}
	// The library leaves the local part as it was written, but for its case.
	parts := strings.FieldsFunc(local, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	for i, part := range parts {
		if strings.Trim(part, "0123456789") == "" {
			parts[i] = cmp.Or(strings.TrimLeft(part, "0"), "0")
		}
	}
	return text + "+" + strings.Join(parts, "."), true
}

// parsed is a version, or a text that is none.
type parsed struct {
	text    string
	version pep440.Version
	ok      bool
}

func parse(v string) parsed {
	p, err := pep440.Parse(v)
	return parsed{v, p, err == nil}
}

func (p parsed) compare(o parsed) int {
	switch {
	case !p.ok && !o.ok:
		return strings.Compare(p.text, o.text)
	case !p.ok:
		return -1
	case !o.ok:
		return 1
	}
	return p.version.Compare(o.version)
}

func (p parsed) preRelease() bool { return p.ok && p.version.IsPreRelease() }

// Minor gives "3.13" of "3.13.0", "3.13t" and "3.13.0rc1"; empty when there is
// none.
func Minor(v string) string {
	return minorPattern.FindString(v)
}

var minorPattern = regexp.MustCompile(`^\d+\.\d+`)

// Specifier is a parsed version specifier set (PEP 440). The zero Specifier
// allows everything.
type Specifier struct {
	text string
	set  *pep440.Specifiers
}

// ParseSpecifier parses what `requires-python` holds. An empty text allows
// everything. Poetry's caret and tilde forms are accepted too, as are bare
// versions.
func ParseSpecifier(text string) (Specifier, error) {
	t := strings.TrimSpace(text)
	if t == "" || t == "*" {
		return Specifier{text: t}, nil
	}
	// Pre-releases count: a project that runs on >=3.14 runs on 3.14.0rc1 for
	// the person who has no other; the ranking prefers final versions.
	set, err := pep440.NewSpecifiers(translate(t), pep440.WithPreRelease(true))
	if err != nil {
		return Specifier{}, fmt.Errorf("version specifier %q is not one of PEP 440: %w", text, err)
	}
	return Specifier{text: t, set: &set}, nil
}

// String gives the specifier as it was written.
func (s Specifier) String() string { return s.text }

// Allows reports whether v satisfies s. An unknown version satisfies only the
// specifier that allows everything. A candidate of X.Y.Z counts as X.Y.Z where
// the specifier names no pre-release itself, for it then speaks of the language
// that a project needs.
func (s Specifier) Allows(v string) bool {
	if s.set == nil {
		return true
	}
	p, err := pep440.Parse(v)
	if err != nil {
		return false
	}
	if p.IsPreRelease() && !namesPreRelease.MatchString(s.text) {
		if p, err = pep440.Parse(p.BaseVersion()); err != nil {
			return false
		}
	}
	return s.set.Check(p)
}

// namesPreRelease finds a pre-release in a specifier, which then speaks of
// releases and not of the language.
var namesPreRelease = regexp.MustCompile(`\d(a|b|c|rc|alpha|beta|dev)\d`)

// translate turns poetry's caret and tilde into PEP 440 (poetry 2.x, "Version
// constraints"): ^3.9 is >=3.9,<4; ~3.9 is >=3.9,<3.10; a bare version is that
// release or its prefix.
func translate(t string) string {
	parts := strings.Split(t, ",")
	for i, p := range parts {
		p = strings.TrimSpace(p)
		switch {
		case strings.HasPrefix(p, "^"):
			p = caret(strings.TrimSpace(p[1:]))
		case strings.HasPrefix(p, "~") && !strings.HasPrefix(p, "~="):
			p = tilde(strings.TrimSpace(p[1:]))
		case p != "" && p[0] >= '0' && p[0] <= '9':
			p = "==" + strings.TrimSuffix(p, ".*") + ".*"
		}
		parts[i] = p
	}
	return strings.Join(parts, ",")
}

func caret(v string) string {
	major, _, _ := strings.Cut(v, ".")
	return fmt.Sprintf(">=%s,<%s", v, next(major))
}

func tilde(v string) string {
	parts := strings.Split(v, ".")
	if len(parts) == 1 {
		return caret(v)
	}
	return fmt.Sprintf(">=%s,<%s.%s", v, parts[0], next(parts[1]))
}

// next gives the number after n; what is no number stays and makes the
// specifier fail to parse, which is the message the person needs.
func next(n string) string {
	var i int
	if _, err := fmt.Sscanf(n, "%d", &i); err != nil {
		return n
	}
	return fmt.Sprint(i + 1)
}

// MatchesPin reports whether version v is what a pin such as "3.12",
// "3.12.4", "cpython@3.12" or ">=3.11" asks for. The prefix rule is pyenv's:
// 3.12 means any 3.12.x.
func MatchesPin(pin, v string) bool {
	pin = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(pin), "cpython@"), "python")
	pin = strings.TrimPrefix(pin, "-")
	if pin == "" || v == "" {
		return false
	}
	if strings.ContainsAny(pin, "<>=~!^*") {
		s, err := ParseSpecifier(pin)
		return err == nil && s.Allows(v)
	}
	if pin == v {
		return true
	}
	rest, ok := strings.CutPrefix(v, pin)
	return ok && (rest[0] < '0' || rest[0] > '9')
}
