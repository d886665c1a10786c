package discover

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"github.com/venvd/venvd/venvcore"
)

// root fills in what identifies the root directory of an environment. When the
// file system gives no identity the path stands in for it: such an environment
// is not followed, and is the same as long as it stays.
func root(l *Look, e *venvcore.Environment, dir string) {
	id, err := l.Identity(dir)
	if err == nil {
		e.Root = id
	}
	if info, err := l.Stat(dir); err == nil {
		e.Born = info.BTime
	}
	key := string(e.Root)
	if key == "" {
		key = "path:" + dir
	}
	e.ID = shortHash(key)
}

// shortHash makes an opaque id of its parts: 64 bits, enough that no two
// environments of a machine share one.
func shortHash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p) // the length keeps parts apart
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// made gives the stamp that changes when an environment is made anew at its
// place: "marker|interpreter", one stamp for each of the two entries. It stays
// over moves, installs and edits of pyvenv.cfg. virtualenv writes a new
// pyvenv.cfg at the end of each run, so only both parts together tell, and
// only of an environment that is ready.
func made(l *Look, m *marks, interpreter Info) string {
	marker := stamp(m.entry)
	if m.entry.Ino == 0 {
		marker = entryStamp(l, m.marker)
	}
	return marker + "|" + stamp(interpreter)
}

// entryStamp is the stamp of what stands at path; empty when nothing does.
func entryStamp(l *Look, path string) string {
	if path == "" {
		return ""
	}
	info, err := l.Lstat(path)
	if err != nil {
		return ""
	}
	return stamp(info)
}

// stamp names one directory entry for as long as it exists: inode and birth
// time (ext4 gives the inode of a removed file to the next one). Without a
// birth time a link's modification time, which nothing changes, stands in; a
// file's would change with its text. The zero Info has an empty stamp.
func stamp(info Info) string {
	if info == (Info{}) {
		return ""
	}
	born := info.BTime
	if born == 0 && info.IsLink() {
		born = info.MTime
	}
	return strconv.FormatUint(info.Ino, 16) + "." + strconv.FormatInt(born, 16)
}

// evidence gives the files that were found, each once, in the order given.
func evidence(paths ...string) []string {
	var out []string
	for _, p := range paths {
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
