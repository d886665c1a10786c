package discover

import (
	"slices"
	"strings"
)

// contents is the listing of one of the environment's own directories of
// packages.
type contents struct {
	dir     string
	entries []Entry
	err     error
}

// readContents lists the environment's own directories of packages, of which
// there is one nearly always. They are not watched for it: everything that an
// installer does would make the environment stale.
func (b *builder) readContents() {
	for _, dir := range b.packages {
		entries, err := b.l.Weak().ReadDir(dir)
		b.contents = append(b.contents, contents{dir, entries, err})
	}
}

// has reports whether the listing holds the name.
func (c contents) has(name string) bool {
	return slices.ContainsFunc(c.named(name), func(e Entry) bool { return e.Name == name })
}

// named gives the entries whose names begin with prefix. Listings are sorted.
func (c contents) named(prefix string) []Entry {
	from, _ := slices.BinarySearchFunc(c.entries, prefix, func(e Entry, p string) int { return strings.Compare(e.Name, p) })
	to := from
	for to < len(c.entries) && strings.HasPrefix(c.entries[to].Name, prefix) {
		to++
	}
	return c.entries[from:to]
}

// installedAs is one installed distribution, by the name of its metadata
// (PEP 376): "ed_pkg-1.0.dist-info".
type installedAs struct {
	entry Entry
	name  string // normalised: "ed-pkg"
}

// distributions gives what is installed.
func (c contents) distributions() []installedAs {
	var out []installedAs
	for _, e := range c.entries {
		stem, ok := strings.CutSuffix(e.Name, ".dist-info")
		if !ok || strings.HasPrefix(stem, "~") {
			continue
		}
		if i := strings.LastIndexByte(stem, '-'); i > 0 {
			stem = stem[:i]
		}
		out = append(out, installedAs{e, packageName(stem)})
	}
	return out
}

// packageName gives the name of a distribution by that of one of its files,
// which may stand between underscores.
func packageName(stem string) string { return strings.Trim(normalName(stem), "-") }
