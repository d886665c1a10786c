package discover

import (
	"bytes"
	"strings"
)

// coreMetadata is what is asked of a METADATA or PKG-INFO file (PyPA's core
// metadata).
type coreMetadata struct {
	name, version string // of the first header of that name; empty when there is none
	// complete: both are known, or the headers have ended, so that nothing more
	// needs to be read of a file of which only the beginning was.
	complete bool
}

// parseCoreMetadata reads the headers as Python's email.feedparser does (2.7 to
// 3.14), by which pip and importlib.metadata read them: names in any case, lines
// that begin with a blank belong to the header above, and the headers end at
// the first empty line or at the first that is none. It never fails, and bytes
// that are not UTF-8 are replaced.
func parseCoreMetadata(data []byte) coreMetadata {
	var m coreMetadata
	var now *string // the header whose lines are gathered; nil for any other
	gather := func(value string) {
		if now != nil {
			*now = strip(*now + " " + strip(value))
		}
	}
	seen := map[string]bool{}
	for len(data) > 0 {
		var line string
		line, data = cutLine(data)
		if line != "" && (line[0] == ' ' || line[0] == '\t') {
			gather(line)
			continue
		}
		if seen["name"] && seen["version"] {
			m.complete = true
			break
		}
		now = nil
		if strings.HasPrefix(line, "From ") {
			continue // a mailbox's envelope, which that parser passes over
		}
		key, value, ok := cutHeader(line)
		if !ok {
			m.complete = true
			break
		}
		key = strings.ToLower(key)
		if seen[key] {
			continue // the first counts
		}
		switch key {
		case "name":
			now = &m.name
		case "version":
			now = &m.version
		default:
			continue
		}
		seen[key] = true
		gather(value)
	}
	return m
}

// cutLine takes one line off the front; it ends at LF, CRLF or CR.
func cutLine(data []byte) (line string, rest []byte) {
	i := bytes.IndexAny(data, "\r\n")
	if i < 0 {
		return validText(data), nil
	}
	rest = data[i+1:]
	if data[i] == '\r' && len(rest) > 0 && rest[0] == '\n' {
		rest = rest[1:]
	}
	return validText(data[:i]), rest
}

// validText gives what was read, with bytes that are not UTF-8 replaced.
func validText(data []byte) string { return string(bytes.ToValidUTF8(data, []byte("\uFFFD"))) }

// cutHeader splits a header line. The name is of printable ASCII without blanks
// (RFC 5322, 3.6.8); an empty one is passed over by Python too, and ends nothing.
func cutHeader(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(line, ":")
	return key, value, ok && !strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' })
}
