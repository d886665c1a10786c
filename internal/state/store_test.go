package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/venvcore"
)

func TestChoicesAreKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "venvd")
	s, _ := open(t, dir)
	ctx := t.Context()
	a, b := choice("/b", 1), choice("/a", 2)
	none := venvcore.Choice{Scope: abs("/c"), ScopeID: "x", Mode: venvcore.ChooseNone, Since: 3}
	for _, c := range []venvcore.Choice{a, b, none} {
		if err := s.SetChoice(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	want := []venvcore.Choice{b, a, none}
	got, stamp := s.Choices()
	if d := cmp.Diff(want, got); d != "" || stamp != 3 {
		t.Errorf("stamp %d, -want +got:\n%s", stamp, d)
	}
	again, logs := open(t, dir)
	got, _ = again.Choices()
	if d := cmp.Diff(want, got); d != "" || logs.Len() > 0 {
		t.Errorf("after a restart (%v) -want +got:\n%s", logs.All(), d)
	}
	// The same directory under another path is the same project.
	none.Scope = abs("/d")
	if err := s.SetChoice(ctx, none); err != nil {
		t.Fatal(err)
	}
	if err := s.ClearChoice(ctx, abs("/a")); err != nil {
		t.Fatal(err)
	}
	if err := s.ClearChoice(ctx, abs("/never")); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"/b", "/d"}, scopes(s)); d != "" {
		t.Error(d)
	}
}

func TestBadValuesAreRefused(t *testing.T) {
	s, _ := open(t, t.TempDir())
	ctx := t.Context()
	for name, err := range map[string]error{
		"relative scope":  s.SetChoice(ctx, venvcore.Choice{Scope: "p", Mode: venvcore.ChooseNone}),
		"no mode":         s.SetChoice(ctx, venvcore.Choice{Scope: abs("/p")}),
		"no environment":  s.SetChoice(ctx, venvcore.Choice{Scope: abs("/p"), Mode: venvcore.ChooseEnvironment}),
		"relative dir":    s.SetTrust(ctx, "p", "", true),
		"relative follow": s.SetFollowed(ctx, venvcore.Remembered{Scope: "p", ID: "x"}),
	} {
		if !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open("relative", nil); !errors.Is(err, ErrInvalid) {
		t.Errorf("relative state directory: %v", err)
	}
}

func TestOthersSeeAChange(t *testing.T) {
	dir := t.TempDir()
	one, _ := open(t, dir)
	two, _ := open(t, dir)
	if err := one.SetChoice(t.Context(), choice("/p", 1)); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(two.Files(), filepath.Join(dir, "choices.json")) {
		t.Errorf("files to watch: %v", two.Files())
	}
	changed, err := two.Reload(t.Context())
	if err != nil || !changed || len(scopes(two)) != 1 {
		t.Errorf("changed %v, %v, %v", changed, scopes(two), err)
	}
	for _, s := range []*Store{one, two} {
		before := s.View()
		if changed, err := s.Reload(t.Context()); changed || err != nil || s.View() != before {
			t.Errorf("nothing has changed, and it says %v, %v", changed, err)
		}
	}
	// A change is made on what is stored, not on what was known.
	if err := one.SetChoice(t.Context(), choice("/q", 2)); err != nil {
		t.Fatal(err)
	}
	if err := two.SetChoice(t.Context(), choice("/r", 3)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"/p", "/q", "/r"}, scopes(two)); d != "" {
		t.Error(d)
	}
}

func TestNothingIsWrittenWhenNothingChanges(t *testing.T) {
	s, _ := open(t, t.TempDir())
	writes := 0
	s.replace = func(path string, data []byte) error { writes++; return replaceFile(path, data) }
	r := venvcore.Remembered{Scope: abs("/p"), ScopeID: "i", ID: "e", Prefix: abs("/p/.venv")}
	for range 3 {
		if err := s.SetFollowed(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff([]venvcore.Remembered{r}, s.Followed()); d != "" || writes != 1 {
		t.Errorf("%d writes; -want +got:\n%s", writes, d)
	}
	if err := s.SetFollowed(t.Context(), venvcore.Remembered{Scope: abs("/p")}); err != nil || len(s.Followed()) != 0 {
		t.Errorf("forgotten: %v, %v", s.Followed(), err)
	}
}

func TestFullDiskLeavesTheOldFile(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	if err := s.SetChoice(t.Context(), choice("/p", 1)); err != nil {
		t.Fatal(err)
	}
	before, view := read(t, s.path(choicesName)), s.View()
	s.replace = func(string, []byte) error { return syscall.ENOSPC }
	err := s.SetChoice(t.Context(), choice("/p", 2))
	var failed *IOError
	if !errors.As(err, &failed) || !errors.Is(err, syscall.ENOSPC) || failed.Path != s.path(choicesName) {
		t.Errorf("error: %v", err)
	}
	if read(t, s.path(choicesName)) != before || s.View() != view {
		t.Error("a change that failed is seen")
	}
}

func TestFailedReplaceLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "x.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(filepath.Join(dir, "x.json"), []byte("{}")); err == nil {
		t.Error("a directory was replaced by a file")
	}
	if d := cmp.Diff([]string{"x.json"}, names(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestNoDirectoryIsNoFailureToStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	s, logs := open(t, filepath.Join(file, "venvd"))
	if logs.Len() != 1 {
		t.Errorf("warnings: %v", logs.All())
	}
	var failed *IOError
	if err := s.SetChoice(t.Context(), choice("/p", 1)); !errors.As(err, &failed) || !strings.Contains(err.Error(), "XDG_STATE_HOME") {
		t.Errorf("error: %v", err)
	}
	if cs, stamp := s.Choices(); len(cs) != 0 || stamp != 0 {
		t.Errorf("stored nowhere and yet there: %v", cs)
	}
	if ds, err := s.Daemons(); err != nil && len(ds) != 0 {
		t.Errorf("daemons: %v, %v", ds, err)
	}
}

func TestBusyAfterTwoSeconds(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s, _ := open(t, dir)
		other := flock.New(s.path(lockName))
		if ok, err := other.TryLock(); !ok || err != nil {
			t.Fatal(ok, err)
		}
		began := time.Now()
		err := s.SetChoice(t.Context(), choice("/p", 1))
		var busy *BusyError
		if !errors.Is(err, ErrBusy) || !errors.As(err, &busy) || busy.Lock != s.path(lockName) {
			t.Errorf("error: %v", err)
		}
		if took := time.Since(began); took != LockLimit {
			t.Errorf("it took %v", took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.SetChoice(ctx, choice("/p", 1)); !errors.Is(err, context.Canceled) || errors.Is(err, ErrBusy) {
			t.Errorf("cancelled: %v", err)
		}
		// Reading is not kept waiting by a writer that hangs.
		if _, err := s.Reload(t.Context()); err != nil {
			t.Error(err)
		}
		if err := other.Unlock(); err != nil {
			t.Fatal(err)
		}
		if err := s.SetChoice(t.Context(), choice("/p", 1)); err != nil {
			t.Error(err)
		}
	})
}

func TestManyGoroutinesLoseNothing(t *testing.T) {
	s, _ := open(t, t.TempDir())
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			// On a busy machine the lock may be held by the others for too long, which
			// is said; then nothing was changed.
			err := ErrBusy
			for errors.Is(err, ErrBusy) {
				err = s.SetChoice(t.Context(), choice("/p/"+strings.Repeat("x", i+1), 1))
			}
			if err != nil {
				t.Error(err)
			}
			if _, err := s.Reload(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(scopes(s)); n != 40 {
		t.Errorf("%d of 40 are there", n)
	}
}

func TestDirectoryRemovedMeanwhile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "venvd")
	s, _ := open(t, dir)
	if err := s.SetChoice(t.Context(), choice("/p", 1)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := s.SetChoice(t.Context(), choice("/q", 2)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"/q"}, scopes(s)); d != "" {
		t.Error(d)
	}
}
