package integration_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/venvd/venvd/integration_test/machine"
)

// smallFile is up to where a file's content is hashed, too: what pip or a tool
// would write into a base (records, scripts, .pth files) is smaller, and
// hashing gigabytes of libraries twice would cost more than the tests.
const smallFile = 4 << 10

// hashBases returns one hash for each of the machine's Pythons, of every
// file's name, size, mode, time and link target, and the content of the small
// ones. Byte code caches are left out: running a Python may write them.
func hashBases() (map[string]string, error) {
	hashes := map[string]string{}
	for _, p := range machine.Pythons() {
		h := sha256.New()
		roots := []string{p.Prefix}
		if p.System {
			roots = []string{filepath.Join(p.Prefix, "lib", "python"+p.Minor), filepath.Join(p.Prefix, "lib", "python3"), p.Exe}
		}
		for _, root := range roots {
			if err := hashTree(h, root); err != nil {
				return nil, fmt.Errorf("hashing the Python in %s: %w", p.Prefix, err)
			}
		}
		hashes[p.Name()+" in "+p.Prefix] = fmt.Sprintf("%x", h.Sum(nil))
	}
	return hashes, nil
}

func hashTree(h io.Writer, root string) error {
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && path == root:
			return nil // not every system Python has every directory
		case err != nil:
			return err
		case e.IsDir() && e.Name() == "__pycache__":
			return fs.SkipDir
		}
		return hashEntry(h, path, e)
	})
}

func hashEntry(h io.Writer, path string, e fs.DirEntry) error {
	info, err := e.Info()
	if err != nil {
		return err
	}
	if info.IsDir() {
		// Its time and size change with __pycache__; its entries are hashed.
		fmt.Fprintf(h, "%s %v\n", path, info.Mode())
		return nil
	}
	fmt.Fprintf(h, "%s %v %d %d\n", path, info.Mode(), info.Size(), info.ModTime().UnixNano())
	if info.Mode().IsRegular() && info.Size() <= smallFile {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, err = h.Write(data)
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err := os.Readlink(path)
		fmt.Fprintln(h, target)
		return err
	}
	return nil
}

// sameBases names every Python that the tests have changed.
func sameBases(before, after map[string]string) error {
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if before[name] != after[name] {
			changed = append(changed, name)
		}
	}
	if len(changed) > 0 || len(before) != len(after) {
		return fmt.Errorf("the tests have changed the machine's own Pythons: %q", changed)
	}
	return nil
}
