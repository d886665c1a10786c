package discover

import "strings"

// namedVersion takes the version from the name of the base's directory, or of
// Homebrew's, in which it lies. PyPy and GraalPy have their own version there.
func (b *base) namedVersion(l *Look) (string, string) {
	if b.impl != "cpython" {
		return "", ""
	}
	if k, ok := kegOf(l.World(), b.prefix); ok {
		return directoryVersion(k.version), k.dir
	}
	named := unpackedAs(l.World(), b.prefix)
	return directoryVersion(l.World().Base(named)), named
}

// frameworkVersion reads the Info.plist that a framework build of macOS has,
// also those of Apple's, which come without more.
func (b *base) frameworkVersion(l *Look) (string, string) {
	if !strings.Contains(b.prefix, ".framework/Versions/") {
		return "", ""
	}
	path := l.World().Join(b.prefix, "Resources", "Info.plist")
	data, err := l.ReadFile(path, maxHeader)
	if err != nil {
		return "", ""
	}
	return plistVersion(data), path
}
