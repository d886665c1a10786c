package integration_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/venvd/venvd/integration_test/machine"
)

// smallFile is up to where a file's content is hashed, too: what pip or a tool
// would write into a base (records, scripts, .pth files) is smaller, and
// hashing gigabytes of libraries twice would cost more than the tests.
const smallFile = 4 << 10

// A content is what is known of every file of one Python, by path.
type content map[string]string

// hashBases returns, for each of the machine's Pythons, every file's mode,
// size, time and link target, and the content of the small ones. Byte code
// caches are left out: running a Python may write them.
func hashBases() (map[string]content, error) {
	all := map[string]content{}
	for _, p := range machine.Pythons() {
		files := content{}
		roots := []string{p.Prefix}
		if p.System {
			roots = []string{filepath.Join(p.Prefix, "lib", "python"+p.Minor), filepath.Join(p.Prefix, "lib", "python3"), p.Exe}
		}
		for _, root := range roots {
			if err := files.add(root); err != nil {
				return nil, fmt.Errorf("hashing the Python in %s: %w", p.Prefix, err)
			}
		}
		all[p.Name()+" in "+p.Prefix] = files
	}
	return all, nil
}

func (files content) add(root string) error {
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && path == root:
			return nil // not every system Python has every directory
		case err != nil:
			return err
		case e.IsDir() && e.Name() == "__pycache__":
			return fs.SkipDir
		}
		files[path], err = describe(path, e)
		return err
	})
}

// describe tells of one entry. The time and size of a directory change with
// its __pycache__; its entries are told of by themselves.
func describe(path string, e fs.DirEntry) (string, error) {
	info, err := e.Info()
	if err != nil || info.IsDir() {
		return fmt.Sprint(e.Type()), err
	}
	about := fmt.Sprint(info.Mode(), info.Size(), info.ModTime().UnixNano())
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return about + target, err
	case info.Mode().IsRegular() && info.Size() <= smallFile:
		data, err := os.ReadFile(path)
		sum := sha256.Sum256(data)
		return about + string(sum[:]), err
	}
	return about, nil
}

// sameBases names what the tests have changed in the machine's Pythons.
func sameBases(before, after map[string]content) error {
	var changed []string
	for name := range before {
		for path := range before[name] {
			if before[name][path] != after[name][path] {
				changed = append(changed, path)
			}
		}
		for path := range after[name] {
			if _, ok := before[name][path]; !ok {
				changed = append(changed, path)
			}
		}
	}
	if len(changed) == 0 {
		return nil
	}
	slices.Sort(changed)
	return fmt.Errorf("%d files of the machine's own Pythons have changed while the tests ran:\n%s",
		len(changed), strings.Join(changed[:min(8, len(changed))], "\n"))
}

func TestSameBasesSeesEveryChange(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "site.py")
	look := func() map[string]content {
		files := content{}
		if err := files.add(dir); err != nil {
			t.Fatal(err)
		}
		return map[string]content{"a Python": files}
	}
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(file, "one")
	before := look()
	if err := sameBases(before, look()); err != nil {
		t.Errorf("nothing has changed: %v", err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(){
		"another content of the same size and time": func() { write(file, "two"); _ = os.Chtimes(file, time.Time{}, info.ModTime()) },
		"a new file":  func() { write(filepath.Join(dir, "new.pth"), "") },
		"a file gone": func() { _ = os.Remove(file) },
	} {
		write(file, "one")
		_ = os.Remove(filepath.Join(dir, "new.pth"))
		_ = os.Chtimes(file, time.Time{}, info.ModTime())
		change()
		if sameBases(before, look()) == nil {
			t.Errorf("%s was not seen", name)
		}
	}
}
