package state

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/venvcore"
)

func askedOf(path string, at int64) venvcore.Asked {
	return venvcore.Asked{
		File:    venvcore.File{Path: abs(path), Dev: 1<<63 + 1, Ino: 1<<63 + 3, Size: 17600, MTime: 1778312219123456789},
		Version: "3.13.0", Implementation: "cpython", Machine: "x86_64", FreeThreaded: true, At: at,
	}
}

func keepAsked(t *testing.T, s *Store, list ...venvcore.Asked) {
	t.Helper()
	for _, a := range list {
		if err := s.KeepAsked(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAskedIsKept: an answer and a failure come back as they were, to another
// process, and in place of what was said of the file before.
func TestAskedIsKept(t *testing.T) {
	dir := t.TempDir()
	s, logs := open(t, dir)
	if got := s.Asked(); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	good, bad, odd := askedOf("/a", 1), venvcore.Asked{File: venvcore.File{Path: abs("/b")}, Failure: "it gave no answer \xff", At: 2}, askedOf("/\xff", 3)
	newer := askedOf("/a", 4)
	newer.File.MTime++
	keepAsked(t, s, good, bad, odd)
	other, _ := open(t, dir)
	keepAsked(t, other, newer)
	if d := cmp.Diff([]venvcore.Asked{odd, newer, bad}, sortedAsked(s.Asked())); d != "" || logs.Len() != 0 {
		t.Errorf("%v\n%s", logs.All(), d)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"cache", "state.lock"}) {
		t.Errorf("in the state directory are %v", got)
	}
	info, err := os.Stat(filepath.Join(dir, "cache"))
	if err != nil || info.Mode().Perm()&^dirMode != 0 && filepath.Separator == '/' {
		t.Errorf("%v, %v", info, err)
	}
}

func sortedAsked(list []venvcore.Asked) []venvcore.Asked {
	slices.SortFunc(list, func(a, b venvcore.Asked) int {
		return strings.Compare(fmt.Sprintf("%q", a.File.Path), fmt.Sprintf("%q", b.File.Path))
	})
	return list
}

// TestAskedIsBounded: the latest are kept.
func TestAskedIsBounded(t *testing.T) {
	s, _ := open(t, t.TempDir())
	list := make([]askedEntry, maxAsked)
	for i := range list {
		list[i] = entryOf(askedOf(fmt.Sprintf("/p%03d", i), int64(100+i)))
	}
	if err := os.MkdirAll(s.path(cacheName), dirMode); err != nil {
		t.Fatal(err)
	}
	if err := s.writeAsked(list); err != nil {
		t.Fatal(err)
	}
	keepAsked(t, s, askedOf("/new", 1000))
	got := s.Asked()
	has := func(path string) bool {
		return slices.ContainsFunc(got, func(a venvcore.Asked) bool { return a.File.Path == abs(path) })
	}
	if len(got) != maxAsked || has("/p000") || !has("/p001") || !has("/new") {
		t.Errorf("%d are kept: %v", len(got), got[0])
	}
}

// TestDamagedAskedIsWrittenAnew: it is a cache, so nothing of it is worth a copy.
func TestDamagedAskedIsWrittenAnew(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "truncated": `{"version":1,"entries":[{"path":"/a`, "not json": "\x00\x01", "no version": `{"entries":[]}`,
		"wrong type": `{"version":1,"entries":{}}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, logs := open(t, dir)
			write(t, s.askedPath(), content)
			if got := s.Asked(); len(got) != 0 || logs.Len() != 1 {
				t.Errorf("got %v, logged %v", got, logs.All())
			}
			keepAsked(t, s, askedOf("/a", 1))
			if got := s.Asked(); len(got) != 1 {
				t.Errorf("got %v", got)
			}
			if got := names(t, filepath.Join(dir, "cache")); !slices.Equal(got, []string{askedName}) {
				t.Errorf("in the cache are %v", got)
			}
		})
	}
}

// TestStrangeAskedEntries: each one counts for itself.
func TestStrangeAskedEntries(t *testing.T) {
	s, _ := open(t, t.TempDir())
	path := jsonString(abs("/p"))
	write(t, s.askedPath(), `{"version":1,"entries":[7,
		{"path":"relative","size":1,"mtimeNs":1,"version":"3.13.0","at":1},
		{"path":`+path+`,"size":1,"mtimeNs":1,"at":1},
		{"path":`+path+`,"size":1,"mtimeNs":1,"version":"3.13","at":1},
		{"path":`+path+`,"size":1,"mtimeNs":1,"version":"none","at":1},
		{"path":`+path+`,"size":1,"mtimeNs":1,"version":"3.13.0","failure":"both","at":1},
		{"path":`+path+`,"size":"1","mtimeNs":1,"version":"3.13.0","at":1},
		{"path":`+path+`,"size":1,"mtimeNs":1,"version":"3.13.1","more":[],"at":1}]}`)
	if got := s.Asked(); len(got) != 1 || got[0].Version != "3.13.1" {
		t.Errorf("got %v", got)
	}
	if err := s.KeepAsked(t.Context(), venvcore.Asked{File: venvcore.File{Path: abs("/p")}, Version: "3.13"}); err == nil {
		t.Error("what says nothing is kept")
	}
}

// TestNewerAskedIsLeftAlone: a newer venvd goes on using it.
func TestNewerAskedIsLeftAlone(t *testing.T) {
	s, logs := open(t, t.TempDir())
	content := `{"version":2,"entries":[]}`
	write(t, s.askedPath(), content)
	if got := s.Asked(); len(got) != 0 || logs.Len() != 1 {
		t.Errorf("got %v, logged %v", got, logs.All())
	}
	if err := s.KeepAsked(t.Context(), askedOf("/a", 1)); err == nil || read(t, s.askedPath()) != content {
		t.Errorf("it was written, %v", err)
	}
}

func TestAskedOnAFullDisk(t *testing.T) {
	s, _ := open(t, t.TempDir())
	keepAsked(t, s, askedOf("/a", 1))
	s.replace = func(string, []byte) error { return os.ErrPermission }
	if err := s.KeepAsked(t.Context(), askedOf("/b", 2)); err == nil || len(s.Asked()) != 1 {
		t.Errorf("got %v, %v", s.Asked(), err)
	}
}
