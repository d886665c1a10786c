package discover

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
)

func TestCount(t *testing.T) {
	w := newWorld(t, "-- /w/e/pyvenv.cfg --\n-- /w/e/lib/a/b/c.py --\n-- /w/e/lib/a/d.py --\n-- /w/else/x --\n")
	must(t, os.Symlink("/w/else", w.host("/w/e/lib/elsewhere")))
	must(t, os.Symlink("/w/e", w.host("/w/link")))
	s := NewScanner(w, Options{})
	count := func(dir string, want int) {
		t.Helper()
		if got, err := s.Count(context.Background(), dir); got != want || err != nil {
			t.Errorf("%s has %d entries (%v), want %d", dir, got, err, want)
		}
	}
	count("/w/e", 7)
	count("/w/link", 7)
	count("/w/absent", 0)
	count("/w/e/pyvenv.cfg", 0)
	must(t, os.RemoveAll(w.host("/w/e/lib/a/b")))
	count("/w/e", 5)

	w.Fault = func(op, path string) error {
		if op == "readdir" && path == "/w/e/lib" {
			return syscall.EACCES
		}
		return nil
	}
	count("/w/e", 2)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Count(ctx, "/w/e"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestCountCostsOneListingOfEachDirectory, and the way to the first.
func TestCountCostsOneListingOfEachDirectory(t *testing.T) {
	const packages = 300
	w := newWorld(t, "-- /w/e/pyvenv.cfg --\n")
	for i := range packages {
		must(t, os.MkdirAll(w.host(fmt.Sprintf("/w/e/lib/p%03d/__pycache__", i)), 0o755))
	}
	before := w.Calls()
	n, err := NewScanner(w, Options{}).Count(context.Background(), "/w/e")
	if err != nil || n != 2+2*packages {
		t.Fatalf("counted %d, %v", n, err)
	}
	calls := w.Calls().Sub(before)
	if most := uint64(2 + 2*packages + 5); uint64(calls.Total()) > most {
		t.Errorf("%v for %d directories, want %d at most", calls, 2+2*packages, most)
	}
}

// TestCountHangs: what cannot be counted is no small number.
func TestCountHangs(t *testing.T) {
	w := newWorld(t, "-- /w/e/pyvenv.cfg --\n-- /w/e/lib/x.py --\n")
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer func() { close(release); synctest.Wait() }()
		w.Fault = func(_, path string) error {
			if path == "/w/e/lib" {
				<-release
			}
			return nil
		}
		if n, err := NewScanner(w, Options{}).Count(context.Background(), "/w/e"); !errors.Is(err, ErrStalled) {
			t.Errorf("got %d, %v", n, err)
		}
	})
}
