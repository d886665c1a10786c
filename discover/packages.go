package discover

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// fingerprint gives a text that changes when packages of the environment are
// installed, removed or made again: it is made of what the installers write
// last, the metadata of each distribution. It is the same after a move of the
// environment, and that of a copy which keeps times. It stays empty when the
// environment has no directory of packages of its own.
//
// What pip is about to remove (~name) and what the interpreter writes by
// itself (__pycache__) do not count. Only the environment's own directories
// count: what a base installs is a change of the base. marks is how many have
// told it.
func fingerprint(l *Look, e *venvcore.Environment) (text string, marks int) {
	w := l.World()
	h := sha256.New()
	found := false
	for _, dir := range packageDirs(w, e) {
		entries, err := l.ReadDir(dir)
		if err != nil {
			l.fail(dir, err)
			continue
		}
		found = true
		for _, entry := range entries {
			if !isPackageMark(entry.Name) && (w.Base(dir) != condaMetaDir || !isRecord(entry.Name)) {
				continue
			}
			info, err := l.Weak().Lstat(w.Join(dir, entry.Name))
			if err != nil {
				continue // it went while we looked; its directory tells
			}
			marks++
			fmt.Fprintf(h, "%d:%s%d.%d;", len(entry.Name), entry.Name, info.MTime, sizeOf(info))
		}
	}
	if !found {
		return "", 0
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), marks
}

// packageDirs gives where the environment's own packages are noted. Those of conda
// that are none of Python are in conda-meta alone.
func packageDirs(w *World, e *venvcore.Environment) []string {
	own := slices.DeleteFunc(slices.Clone(e.SitePackages), func(dir string) bool { return !w.Within(e.Prefix, dir) })
	switch venvcore.Kind(e.Creator) {
	case venvcore.KindConda, venvcore.KindPixi:
		own = append(own, w.Join(e.Prefix, condaMetaDir))
	}
	return own
}

// isRecord reports whether a file of conda-meta is the record of a package.
func isRecord(name string) bool {
	_, ok := condaPackageOf(name)
	return ok
}

// sizeOf: that of a directory depends on the file system, not on what it has.
func sizeOf(i Info) int64 {
	if i.IsDir() {
		return 0
	}
	return i.Size
}

// isPackageMark reports whether an entry of site-packages tells of a
// distribution (PEP 376, setuptools) or adds to the path (site.py): an
// editable install may change nothing else.
func isPackageMark(name string) bool {
	if strings.HasPrefix(name, "~") {
		return false
	}
	for _, suffix := range []string{".dist-info", ".egg-info", ".egg-link", ".pth"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}
