package watcher

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// kind is what a wanted path was when it was looked at.
type kind uint8

const (
	absent    kind = iota // nothing there, or out of reach
	directory             // a directory, or a link that leads to one
	other                 // anything else, such as a file
)

// spot is one place to watch for a path: a directory, and the name in it that matters;
// an empty name means all of its entries.
type spot struct {
	dir  string
	id   Identity
	name string
}

// sight is what one look at a path found: where it must be watched so that no change of
// what it leads to goes unnoticed. The last spot is the path's own directory or its
// nearest existing ancestor; the others are where the links lie that path itself is.
// Links among its ancestors are left to Verify: a watch for each would be dear, and they
// are hardly ever changed.
type sight struct {
	spots []spot
	kind  kind
	err   error
}

// same says that a second look found the same directories in the same places.
func (s sight) same(t sight) bool {
	return s.kind == t.kind && text(s.err) == text(t.err) && slices.Equal(s.spots, t.spots)
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// main is the spot that Armed tells of.
func (s sight) main() spot {
	if len(s.spots) == 0 {
		return spot{}
	}
	return s.spots[len(s.spots)-1]
}

// add appends a spot once: a link that leads to itself would repeat its own.
func (s *sight) add(p spot) {
	if !slices.Contains(s.spots, p) {
		s.spots = append(s.spots, p)
	}
}

// look finds where path is to be watched now. It may block on a dead mount. Things can
// change while it looks; who relies on the answer looks twice (see armer.arm).
func look(path string) sight {
	var s sight
	cur, missing, hops := path, "", 0
	for range maxSteps {
		fi, err := os.Lstat(cur)
		if err == nil && fi.Mode()&fs.ModeSymlink != 0 {
			var target string
			if target, err = follow(cur, hops); err == nil {
				s.guard(cur)
				cur, hops = target, hops+1
				continue
			}
		}
		if err == nil && fi.IsDir() {
			// What takes its place before it is identified, the second look tells.
			var id Identity
			if id, err = IdentityOf(cur); err == nil {
				s.add(spot{cur, id, missing})
				if missing == "" {
					s.kind = directory
				}
				return s
			}
		}
		if err == nil && missing == "" {
			s.kind = other
		}
		if err != nil && !isAbsent(err) && s.err == nil {
			s.err = err
		}
		// Not here: the directory above will tell when the name appears in it.
		parent := filepath.Dir(cur)
		if parent == cur {
			break
		}
		cur, missing = parent, filepath.Base(cur)
	}
	if s.err == nil {
		s.err = &fs.PathError{Op: "look", Path: path, Err: fs.ErrNotExist}
	}
	return s
}

// guard adds the place of a link, where its removal or retargeting can be seen.
func (s *sight) guard(link string) {
	dir := filepath.Dir(link)
	if id, err := IdentityOf(dir); err == nil {
		s.add(spot{dir, id, filepath.Base(link)})
	}
}

// follow is where a link leads, one hop. A target that climbs is resolved by the system
// if possible, because "link/.." is not where it seems from the text.
func follow(link string, hops int) (string, error) {
	if hops >= maxHops {
		return "", &fs.PathError{Op: "follow", Path: link, Err: syscall.ELOOP}
	}
	target, err := os.Readlink(link)
	if err != nil {
		return "", err
	}
	if strings.Contains(target, "..") {
		if real, err := filepath.EvalSymlinks(link); err == nil && filepath.IsAbs(real) {
			return real, nil
		}
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(link), target)
	}
	return filepath.Clean(target), nil
}

// isAbsent tells "nothing there" from trouble. A file in the way of a path is absence.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
