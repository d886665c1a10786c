package discover

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/venvd/venvd/venvcore"
)

// oneGoodOneBad has two projects; tests break the second.
func oneGoodOneBad(t testing.TB) *World {
	w := newWorld(t, "-- /w/good/setup.py --\n-- /w/bad/setup.py --\n")
	addEnvironments(t, w, "/w/good/.venv", "/w/bad/.venv")
	return w
}

func hasFault(r *Report, code venvcore.FaultCode, path string) bool {
	for _, f := range r.Faults {
		if f.Code == code && f.Path == path {
			return true
		}
	}
	return false
}

func found(r *Report, prefix string) bool {
	for _, e := range r.Environments {
		if e.Prefix == prefix {
			return true
		}
	}
	return false
}

func TestFaultsCostOnlyThemselves(t *testing.T) {
	for _, c := range []struct {
		name, op, path string
		err            error
		code           venvcore.FaultCode
	}{
		{"no permission", "readdir", "/w/bad", syscall.EACCES, venvcore.FaultUnreadable},
		{"broken disk", "readdir", "/w/bad/.venv", syscall.EIO, venvcore.FaultUnreadable},
		{"too many files are open", "readdir", "/w/bad", syscall.EMFILE, venvcore.FaultUnreadable},
		{"broken file", "readfile", "/w/bad/pyproject.toml", syscall.EIO, venvcore.FaultUnreadable},
		{"a panic", "readdir", "/w/bad", errors.New("panic"), venvcore.FaultUnreadable},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := oneGoodOneBad(t)
			must(t, os.WriteFile(w.host("/w/bad/pyproject.toml"), nil, 0o644))
			w.Fault = func(op, path string) error {
				if op != c.op || path != c.path {
					return nil
				}
				if c.err.Error() == "panic" {
					panic("nobody thought of this")
				}
				return c.err
			}
			r := mustScan(t, NewScanner(w, Options{Identities: true}), folderOf("/w"))
			if !found(r, "/w/good/.venv") || !hasFault(r, c.code, c.path) {
				t.Errorf("environments %v, faults %v", r.Environments, r.Faults)
			}
		})
	}
}

func TestVanishingEntriesAreNoFault(t *testing.T) {
	w := oneGoodOneBad(t)
	w.Fault = func(op, path string) error {
		if op == "readdir" && path == "/w/bad" {
			return errors.Join(os.RemoveAll(w.host("/w/bad")))
		}
		return nil
	}
	r := mustScan(t, NewScanner(w, Options{Identities: true}), folderOf("/w"))
	if !found(r, "/w/good/.venv") || found(r, "/w/bad/.venv") || len(r.Faults) != 0 {
		t.Errorf("environments %v, faults %v", r.Environments, r.Faults)
	}
}

func TestNamesThatAreNotUTF8AreLookedAt(t *testing.T) {
	w := newWorld(t, "-- /w/setup.py --\n")
	if err := os.Mkdir(w.host("/w/a\xff"), 0o755); err != nil {
		t.Skipf("this file system takes no such name: %v", err)
	}
	addEnvironments(t, w, "/w/a\xff/.venv")
	r := mustScan(t, NewScanner(w, Options{}), folderOf("/w"))
	if !found(r, "/w/a\xff/.venv") || !hasFault(r, venvcore.FaultEncoding, "/w/a\xff") {
		t.Errorf("environments %v, faults %v", r.Environments, r.Faults)
	}
}

func TestRootsThatCannotBeScanned(t *testing.T) {
	w := newWorld(t, "-- /w/file --\n-- /w/round -> round --\n")
	for path, want := range map[string]error{
		"/gone": fs.ErrNotExist, "/w/file": errNotDirectory, "/w/file/x": syscall.ENOTDIR, "/w/round": ErrLoop,
	} {
		_, err := NewScanner(w, Options{}).Scan(t.Context(), folderOf(path))
		var re *RootError
		if !errors.As(err, &re) || !errors.Is(err, want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want %v", path, err, want)
		}
	}
	if _, err := NewScanner(w, Options{}).Scan(t.Context(), Query{Root: Root{Kind: 9}}); err == nil {
		t.Error("a root of no kind was scanned")
	}
}

func TestFolderThatGoesIsNoLongerScanned(t *testing.T) {
	w := oneGoodOneBad(t)
	s := NewScanner(w, Options{Identities: true})
	mustScan(t, s, folderOf("/w"))
	must(t, os.Rename(w.host("/w"), w.host("/x")))
	q := folderOf("/w")
	q.Changed = []string{"/w"}
	if _, err := s.Scan(t.Context(), q); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	must(t, os.Rename(w.host("/x"), w.host("/w")))
	if r := mustScan(t, s, q); !found(r, "/w/good/.venv") || !found(r, "/w/bad/.venv") {
		t.Errorf("it is back, and found is %v", r.Environments)
	}
}

// TestHungMountIsGivenUp: a call that never returns costs its own directory
// and two seconds. What was known there stays, and the next scan does not wait
// again, until the call returns.
func TestHungMountIsGivenUp(t *testing.T) {
	w := oneGoodOneBad(t)
	synctest.Test(t, func(t *testing.T) {
		s := NewScanner(w, Options{Identities: true, Workers: 2})
		mustScan(t, s, folderOf("/w"))

		release := make(chan struct{})
		var hung atomic.Int32
		w.Fault = func(op, path string) error {
			if strings.HasPrefix(path, "/w/bad") {
				hung.Add(1)
				<-release
			}
			return nil
		}
		q := folderOf("/w")
		q.Full = false
		q.Changed = []string{"/w/bad"}
		r := mustScan(t, s, q)
		if !found(r, "/w/good/.venv") || !found(r, "/w/bad/.venv") {
			t.Errorf("what was known is lost: %v", r.Environments)
		}
		if r.Elapsed < stallLimit || r.Elapsed > 3*stallLimit {
			t.Errorf("it took %v", r.Elapsed)
		}
		stalled := false
		for _, f := range r.Faults {
			stalled = stalled || f.Code == venvcore.FaultTimeout && strings.HasPrefix(f.Path, "/w/bad")
		}
		if !stalled {
			t.Errorf("faults %v", r.Faults)
		}
		before := hung.Load()
		again := mustScan(t, s, q)
		if again.Elapsed > 3*stallLimit || hung.Load() > before+maxStalls || !found(again, "/w/bad/.venv") {
			t.Errorf("again: %v, %d more calls hang, %v", again.Elapsed, hung.Load()-before, again.Environments)
		}
		close(release)
		synctest.Wait()
		if r := mustScan(t, s, folderOf("/w")); len(r.Faults) != 0 || !found(r, "/w/bad/.venv") || r.Elapsed > stallLimit {
			t.Errorf("it answers again, and faults are %v", r.Faults)
		}
	})
}

func TestEverythingHangs(t *testing.T) {
	w := manyProjects(t, 40)
	synctest.Test(t, func(t *testing.T) {
		s := NewScanner(w, Options{Workers: 2})
		release := make(chan struct{})
		defer func() { close(release); synctest.Wait() }()
		w.Fault = func(op, path string) error {
			if strings.HasPrefix(path, "/w/g") {
				<-release
			}
			return nil
		}
		r := mustScan(t, s, folderOf("/w"))
		if r.Elapsed > maxStalls*2*stallLimit || !hasFault(r, venvcore.FaultTimeout, "/w") && len(r.Faults) == 0 {
			t.Errorf("%v, faults %v", r.Elapsed, r.Faults)
		}
	})
}

func TestCancelEndsAtOnce(t *testing.T) {
	w := oneGoodOneBad(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		var once sync.Once
		w.Fault = func(op, path string) error {
			if path == "/w/bad" {
				once.Do(cancel)
				<-release
			}
			return nil
		}
		s := NewScanner(w, Options{Workers: 1})
		told := false
		q := folderOf("/w")
		q.Found = func(*venvcore.Environment) { told = true }
		if _, err := s.Scan(ctx, q); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if told {
			t.Error("environments were told after the end")
		}
		close(release)
		synctest.Wait()
		if r := mustScan(t, s, folderOf("/w")); len(r.Environments) != 2 {
			t.Errorf("after a scan that was cancelled %v were found", r.Environments)
		}
	})
}

func TestScanThatWaitsCanBeCancelled(t *testing.T) {
	w := oneGoodOneBad(t)
	s := NewScanner(w, Options{})
	_, done, err := s.memory(t.Context(), folderOf("/w").Root.Key())
	must(t, err)
	defer done()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Scan(ctx, folderOf("/w")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
