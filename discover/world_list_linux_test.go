package discover

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// dirent is one entry as getdents64 gives it.
func dirent(name string, kind byte) []byte {
	size := (direntName + len(name) + 8) &^ 7
	b := make([]byte, size)
	binary.NativeEndian.PutUint16(b[direntLength:], uint16(size))
	b[direntType] = kind
	copy(b[direntName:], name)
	return b
}

// TestEntriesOfUnknownType: where the directory does not tell what an entry is,
// the entry is asked; one that has gone meanwhile was never there.
func TestEntriesOfUnknownType(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "d"), 0o755))
	must(t, os.Symlink("d", filepath.Join(dir, "l")))
	var answer []byte
	for _, name := range []string{".", "..", "d", "gone", "l"} {
		answer = append(answer, dirent(name, unix.DT_UNKNOWN)...)
	}
	answer = append(answer, dirent("told", unix.DT_FIFO)...)
	got, err := appendEntries(nil, dir, answer)
	must(t, err)
	want := []Entry{{"d", fs.ModeDir}, {"l", fs.ModeSymlink}, {"told", fs.ModeNamedPipe}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestAnswerThatMakesNoSense ends where it does, and never reads beyond itself.
func TestAnswerThatMakesNoSense(t *testing.T) {
	good := dirent("good", unix.DT_REG)
	for _, length := range []uint16{0, 3, direntName, 60_000} {
		bad := dirent("bad", unix.DT_REG)
		binary.NativeEndian.PutUint16(bad[direntLength:], length)
		got, err := appendEntries(nil, "/", append(append([]byte{}, good...), bad...))
		must(t, err)
		if len(got) != 2 || got[0].Name != "good" || got[1].Name != "bad" {
			t.Errorf("length %d: %v", length, got)
		}
	}
	if got, err := appendEntries(nil, "/", make([]byte, 10)); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestListingsOfManyParts: more than one answer of the kernel, and the bound.
func TestListingsOfManyParts(t *testing.T) {
	dir := t.TempDir()
	const n = 1000
	for i := range n {
		must(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("a rather long name of a file %04d", i)), nil, 0o644))
	}
	if list, err := listDir(dir, n); err != nil || len(list) != n {
		t.Errorf("%d entries, %v", len(list), err)
	}
	if list, err := listDir(dir, n-1); !errors.Is(err, ErrTooLarge) || len(list) != n-1 {
		t.Errorf("%d entries, %v", len(list), err)
	}
}
