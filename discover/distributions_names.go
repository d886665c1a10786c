package discover

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// infoEntry is what tells of one distribution: a *.dist-info or *.egg-info, or
// the EGG-INFO of an egg.
type infoEntry struct {
	entry        Entry
	key, version string // as its name says them, the first normalised; or empty
	dist         bool   // *.dist-info, whose name has the version that counts
}

// infosIn gives the metadata among the names of a directory or an archive. Of
// two for one name pip takes the one that the directory lists first, which is
// no order; here it is *.dist-info before *.egg-info, which is older, and the
// higher version, which was installed later.
func infosIn(base string, entries []Entry) []infoEntry {
	egg := strings.HasSuffix(strings.ToLower(base), ".egg")
	var out []infoEntry
	for _, e := range entries {
		switch low := strings.ToLower(e.Name); {
		case strings.HasPrefix(low, "~"): // what pip has set aside to remove it
		case strings.HasSuffix(low, distInfo):
			name, version, ok := strings.Cut(e.Name[:len(e.Name)-len(distInfo)], "-")
			if !ok {
				name = "" // then METADATA has to say it
			}
			out = append(out, infoEntry{entry: e, key: normalName(name), version: version, dist: true})
		case strings.HasSuffix(low, eggInfo):
			name, version := eggName(e.Name[:len(e.Name)-len(eggInfo)])
			out = append(out, infoEntry{entry: e, key: normalName(name), version: version})
		case egg && low == "egg-info":
			_, version := eggName(base[:len(base)-len(".egg")])
			out = append(out, infoEntry{entry: e, version: version})
		}
	}
	slices.SortFunc(out, infoEntry.compare)
	return out
}

func (m infoEntry) compare(o infoEntry) int {
	switch {
	case m.key != o.key && (m.key == "" || o.key == ""):
		return cmp.Compare(o.key, m.key) // those that are to be named yet come last
	case m.key != o.key:
		return cmp.Compare(m.key, o.key)
	case m.dist != o.dist && m.dist:
		return -1
	case m.dist != o.dist:
		return 1
	}
	if c := venvcore.CompareVersions(o.version, m.version); c != 0 {
		return c
	}
	return cmp.Compare(m.entry.Name, o.entry.Name)
}

// eggName takes name and version off "foo-1.0-py3.8" (setuptools' "Filename-
// Embedded Metadata"); the version may be absent.
func eggName(stem string) (name, version string) {
	name, rest, _ := strings.Cut(stem, "-")
	version, _, _ = strings.Cut(rest, "-")
	return name, version
}

// What the names of metadata end with (PyPA's "Recording installed projects",
// and setuptools).
const (
	distInfo = ".dist-info"
	eggInfo  = ".egg-info"
	eggLink  = ".egg-link"
)

// isStandard reports whether a name is of what older Pythons bring with their
// standard library, which pip never lists (stdlib_pkgs).
func isStandard(key string) bool { return key == "python" || key == "wsgiref" || key == "argparse" }

// validName is that of PEP 508, for a normalised name.
var validName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
