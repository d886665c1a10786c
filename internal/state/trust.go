package state

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/venvcore"
)

// trustEntry is an answer as it is stored.
type trustEntry struct {
	Dir     text           `json:"dir"`
	ID      string         `json:"id,omitzero"`
	Trusted bool           `json:"trusted"`
	Since   int64          `json:"since"`
	Rest    jsontext.Value `json:",embed"`
}

func trusts() table[trustEntry, venvcore.Trust] {
	return table[trustEntry, venvcore.Trust]{
		name: trustName,
		value: func(e trustEntry) venvcore.Trust {
			return venvcore.Trust{Dir: string(e.Dir), ID: venvcore.Identity(e.ID), Trusted: e.Trusted, Since: e.Since}
		},
		valid: func(e trustEntry) string {
			if !filepath.IsAbs(string(e.Dir)) {
				return fmt.Sprintf("directory %q is not an absolute path", e.Dir)
			}
			return ""
		},
		key: func(e trustEntry) string { return string(e.Dir) },
		id:  func(e trustEntry) string { return e.ID },
	}
}

// SetTrust keeps the answer for dir, which is bound to the directory with the
// identity id. It takes the place of an earlier answer for that path or that
// directory. An answer of "untrusted" is kept too: it holds below a directory
// that is trusted.
func (s *Store) SetTrust(ctx context.Context, dir string, id venvcore.Identity, trusted bool) error {
	return store(ctx, s, trusts(), "the trust",
		trustEntry{Dir: text(dir), ID: string(id), Trusted: trusted, Since: s.now().UnixMilli()})
}

// ClearTrust forgets the answer for dir: that of a directory above holds, else
// it is untrusted.
func (s *Store) ClearTrust(ctx context.Context, dir string) error {
	return forget(ctx, s, trusts(), dir)
}

// TrustedFor says whether path may be run from, by the stored answers: the one
// for the nearest directory at or above path decides, known is false when there
// is none.
//
// An answer belongs to the directory that has its identity, under whatever path
// it is now: another directory that stands at the path of a trusted one gets
// nothing from it. An answer of "untrusted" also holds for whatever stands at
// its path, for replacing a directory must never gain trust. identity gives the
// identity of a directory, empty when it is unknown; it is asked at most once
// for each directory above path. A trusted answer whose identity was unknown
// when it was given holds by its path while the identity still cannot be known.
func TrustedFor(answers []venvcore.Trust, path string, identity func(dir string) venvcore.Identity) (trusted, known bool) {
	if len(answers) == 0 || !filepath.IsAbs(path) {
		return false, false
	}
	for dir := filepath.Clean(path); ; dir = filepath.Dir(dir) {
		if trusted, known := decided(answers, dir, identity(dir)); known {
			return trusted, true
		}
		if filepath.Dir(dir) == dir {
			return false, false
		}
	}
}

// decided looks for an answer for exactly one directory; "untrusted" wins where
// two contradict each other.
func decided(answers []venvcore.Trust, dir string, id venvcore.Identity) (trusted, known bool) {
	for _, a := range answers {
		here := samePath(a.Dir, dir)
		same := a.ID == id && (id != "" || here)
		switch {
		case !a.Trusted && (here || same):
			return false, true
		case a.Trusted && same:
			trusted, known = true, true
		}
	}
	return trusted, known
}
