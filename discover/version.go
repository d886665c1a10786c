package discover

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Where the version of a base is read, in this order, because each row is
// written by fewer hands than the next: conda's record of the package (in a prefix
// of such), what pymanager has written of what it installed, build-details.json
// (PEP 739, CPython 3.14 and later), patchlevel.h (every CPython with its headers),
// Info.plist (a framework of macOS), the package manager's own record (for a base
// below /usr), the name of its directory (pyenv, uv, mise, asdf, Homebrew), and a
// file that every CPython up to 3.12 names after itself.

// fullVersion is a version as Python, its tools and its packagers write it:
// 3.13.0, 3.14.0rc1, 3.11.2.final.0, 3.14.0.candidate.1, 3.13.
var fullVersion = regexp.MustCompile(`^(\d+\.\d+)(?:\.(\d+))?(?:\.?(a|alpha|b|beta|c|rc|candidate|final)\.?(\d+)?)?\+?$`)

// normaliseVersion gives the version in the form of sys.version ("3.13.0",
// "3.14.0rc1"), or "3.13" when there is no more; empty when it is none.
func normaliseVersion(s string) string {
	m := fullVersion.FindStringSubmatch(strip(s))
	if m == nil {
		return ""
	}
	v := m[1]
	if m[2] != "" {
		v += "." + m[2]
	}
	serial := m[4]
	if serial == "" {
		serial = "0" // PEP 440: an implicit pre-release number is 0
	}
	switch m[3] {
	case "a", "alpha":
		return v + "a" + serial
	case "b", "beta":
		return v + "b" + serial
	case "c", "rc", "candidate":
		return v + "rc" + serial
	}
	return v
}

// directoryVersion finds the version in the name that a tool gives to the
// directory of a base: "3.12.1" (pyenv, mise, asdf), "3.13.0t",
// "cpython-3.13.1+freethreaded-linux-x86_64-gnu" (uv), "3.12.4_1" (Homebrew),
// "3.12.4-win32" (pyenv-win), "<hash>-python3-3.12.8-env" (Nix); "pypy3.10-7.3.17" has none: the numbers after the
// dash are PyPy's own. Only full versions are taken.
func directoryVersion(name string) string {
	m := versionInName.FindStringSubmatch(name)
	if m == nil {
		return ""
	}
	return normaliseVersion(m[1])
}

// minorInName is a version of Python 2 or 3 in the name of a directory. The
// numbers of PyPy and GraalPy are others.
var minorInName = regexp.MustCompile(`(^|[^\d.])[23]\.\d`)

var versionInName = regexp.MustCompile(`^(?:cpython[-@]|[0-9a-z]{32}-python3?-)?(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)(?:t|-dev)?(?:[-+_].*)?$`)

// patchlevelVersion reads PY_VERSION of a patchlevel.h.
func patchlevelVersion(header []byte) string {
	m := definedVersion.FindSubmatch(header)
	if m == nil {
		return ""
	}
	return normaliseVersion(string(m[1]))
}

var definedVersion = regexp.MustCompile(`(?m)^#define\s+PY_VERSION\s+"([^"]+)"`)

// detailsVersion reads language.version_info of a build-details.json (PEP 739),
// which has the release level that language.version lacks.
func detailsVersion(data []byte) string {
	var d struct {
		Language struct {
			Info struct {
				Major, Minor, Micro, Serial int
				Level                       string `json:"releaselevel"`
			} `json:"version_info"`
		}
	}
	if json.Unmarshal(data, &d) != nil || d.Language.Info.Major == 0 {
		return ""
	}
	i := d.Language.Info
	return normaliseVersion(fmt.Sprintf("%d.%d.%d.%s.%d", i.Major, i.Minor, i.Micro, i.Level, i.Serial))
}

// plistVersion reads CFBundleVersion of a property list in XML, where CPython's
// Makefile writes its version.
func plistVersion(data []byte) string {
	m := bundleVersion.FindSubmatch(data)
	if m == nil {
		return ""
	}
	return normaliseVersion(string(m[1]))
}

var bundleVersion = regexp.MustCompile(`<key>CFBundleVersion</key>\s*<string>([^<]+)</string>`)

// packageVersion finds the version of a Python in a package manager's database.
// Epoch and packaging revision are left out.
func packageVersion(database []byte, nameField, versionField string, names ...string) string {
	return upstreamVersion(packageField(database, nameField, versionField, names...))
}

// packageField finds the version of a package, as it is written there, in a
// database of stanzas: dpkg's status ("Package:", "Version:") or apk's installed
// ("P:", "V:").
func packageField(database []byte, nameField, versionField string, names ...string) string {
	for stanza := range bytes.SplitSeq(database, []byte("\n\n")) {
		if !isStanzaOf(stanza, nameField, names) {
			continue
		}
		for line := range bytes.Lines(stanza) {
			if v, ok := bytes.CutPrefix(line, []byte(versionField)); ok {
				return string(bytes.TrimSpace(v))
			}
		}
	}
	return ""
}

func isStanzaOf(stanza []byte, nameField string, names []string) bool {
	for line := range bytes.Lines(stanza) {
		if name, ok := bytes.CutPrefix(line, []byte(nameField)); ok {
			return slices.Contains(names, string(bytes.TrimSpace(name)))
		}
	}
	return false
}

// upstreamVersion takes Python's own version out of a packaged one:
// "3.11.2-6+deb12u6", "1:3.12.3-1", "3.14.0~rc1-2", "3.12.8-r1".
func upstreamVersion(v string) string {
	if _, after, ok := strings.Cut(v, ":"); ok {
		v = after
	}
	v, _, _ = strings.Cut(v, "-")
	v, _, _ = strings.Cut(v, "+")
	return normaliseVersion(strings.ReplaceAll(v, "~", ""))
}
