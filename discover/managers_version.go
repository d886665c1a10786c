package discover

import (
	"bytes"
	"regexp"
	"strings"
)

// versionOf reads the version of a program from what its installer has left on
// disk; nothing is run for it. Of these, what the path of the program itself says
// comes first, for it cannot be about another copy. It is empty where nobody wrote it.
func versionOf(l *Look, m manager, p starter, real string, info Info) string {
	for _, read := range []func() string{
		func() string { return pathVersion(real) },
		func() string { return ownVersion(l, m, p) },
		func() string { return scoopVersion(l, p) },
		func() string { return condaVersion(l, m, p, real) },
		func() string { return cargoVersion(l, m, real) },
		func() string { return distributionVersion(l, m, p, real, info) },
		func() string { return packagedVersion(l, m, real) },
	} {
		if v := read(); v != "" {
			return v
		}
	}
	return ""
}

func ownVersion(l *Look, m manager, p starter) string {
	if m.version == nil {
		return ""
	}
	return m.version(l, p)
}

var (
	// inCellar is where Homebrew installs a formula:
	// /opt/homebrew/Cellar/poetry/2.1.3_1/bin/poetry; "_1" is its own revision.
	inCellar = regexp.MustCompile(`/Cellar/[^/]+/(\d[^/_]*)(?:_\d+)?/`)
	// inStore is where Nix does: /nix/store/<32 characters>-uv-0.4.30/bin/uv, and
	// with the Python before the name of a package of it.
	inStore = regexp.MustCompile(`^/nix/store/[0-9a-z]{32}-[^/]*?-(\d[^/-]*)/`)
)

// pathVersion takes the version from the resolved path of a program, where its
// installer makes a directory for each.
func pathVersion(real string) string {
	for _, layout := range []*regexp.Regexp{inCellar, inStore} {
		if m := layout.FindStringSubmatch(real); m != nil {
			return m[1]
		}
	}
	return ""
}

// packagedVersion asks the distribution's package manager about a program that is
// none of Python's, by the name that its package has in most: dpkg or apk.
func packagedVersion(l *Look, m manager, real string) string {
	w := l.World()
	if w.OS != "linux" || !w.Within("/usr", real) || w.Within("/usr/local", real) {
		return ""
	}
	for _, d := range []struct{ path, nameField, versionField string }{
		{"/var/lib/dpkg/status", "Package: ", "Version: "},
		{"/lib/apk/db/installed", "P:", "V:"},
	} {
		data, err := l.ReadFile(d.path, maxDatabase)
		if err != nil {
			continue // another distribution, or it cannot be read: nobody tells
		}
		if v := packageField(data, d.nameField, d.versionField, m.name, m.name+"-bin"); v != "" {
			return withoutPackaging(v)
		}
	}
	return ""
}

// withoutPackaging takes what packagers add off a version: the epoch, their
// revision, and "+ds" for sources that were changed (Debian policy 5.6.12).
func withoutPackaging(v string) string {
	if _, after, ok := strings.Cut(v, ":"); ok {
		v = after
	}
	if i := strings.LastIndexByte(v, '-'); i > 0 {
		v = v[:i]
	}
	v, _, _ = strings.Cut(v, "+")
	return v
}

// lineWith gives what stands in the quotes after a prefix in a script, such as
// version="2.4.1"; empty when no line begins so.
func lineWith(l *Look, path, prefix string) string {
	data, err := l.ReadFile(path, maxProgramText)
	if err != nil {
		return ""
	}
	for line := range bytes.Lines(data) {
		if rest, ok := bytes.CutPrefix(line, []byte(prefix+`"`)); ok {
			v, _, closed := bytes.Cut(rest, []byte(`"`))
			if closed {
				return string(v)
			}
		}
	}
	return ""
}

// pyenvVersion: the release that the script names; a checkout between two
// releases says more of itself, by asking git.
func pyenvVersion(l *Look, p starter) string {
	w := l.World()
	bin := w.Dir(p.path)
	if w.Windows() { // ~\.pyenv\pyenv-win\bin\pyenv.bat
		return versionLine(l, w.Join(w.Dir(w.Dir(bin)), ".version"))
	}
	return lineWith(l, w.Join(w.Dir(bin), "libexec", "pyenv---version"), "version=")
}

func pyenvVirtualenvVersion(l *Look, p starter) string {
	return lineWith(l, p.path, "PYENV_VIRTUALENV_VERSION=")
}

// asdfVersion: up to 0.15 asdf was a checkout with its version in a file; since
// then it is one program.
func asdfVersion(l *Look, p starter) string {
	w := l.World()
	v := versionLine(l, w.Join(w.Dir(w.Dir(p.path)), "version.txt"))
	return strings.TrimPrefix(v, "v")
}

// versionLine gives the first line of a small file, when it is a version.
func versionLine(l *Look, path string) string {
	data, err := l.ReadFile(path, maxLine)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimSpace(line); !someVersion.MatchString(line) {
		return ""
	}
	return line
}

// someVersion is what any tool calls a version.
var someVersion = regexp.MustCompile(`^v?\d+(\.\d+)+[0-9A-Za-z.+-]*$`)
