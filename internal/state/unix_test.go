//go:build !windows

package state

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "venvd")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s, _ := open(t, dir)
	if err := s.SetTrust(t.Context(), abs("/p"), "i", true); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, s.path(trustName): 0o600, s.path(lockName): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

// A pipe under our name must not make the daemon wait for somebody to write
// into it.
func TestPipeInTheFilesPlace(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mkfifo(filepath.Join(dir, trustName), 0o600); err != nil {
		t.Fatal(err)
	}
	s, logs := open(t, dir)
	if err := s.SetTrust(t.Context(), abs("/p"), "i", true); err != nil || logs.Len() != 1 {
		t.Errorf("%v, %v", err, logs.All())
	}
}

func TestReadOnlyDirectory(t *testing.T) {
	dir := t.TempDir()
	first, _ := open(t, dir)
	if err := first.SetChoice(t.Context(), choice("/p", 1)); err != nil {
		t.Fatal(err)
	}
	asNobody(t)
	chmod(t, filepath.Join(dir, choicesName), 0o444)
	chmod(t, dir, 0o555)
	chmod(t, filepath.Dir(dir), 0o755)
	s, _ := open(t, dir)
	if len(scopes(s)) != 1 {
		t.Errorf("what is stored is not read: %v", scopes(s))
	}
	err := s.SetChoice(t.Context(), choice("/q", 2))
	var failed *IOError
	if !errors.As(err, &failed) || !errors.Is(err, os.ErrPermission) {
		t.Errorf("error: %v", err)
	}
	if changed, err := s.Reload(t.Context()); changed || err != nil || len(scopes(s)) != 1 {
		t.Errorf("%v, %v, %v", changed, err, scopes(s))
	}
}

// chmod works as the owner also while asNobody is in force for the reading.
func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	done := make(chan error)
	go func() { done <- os.Chmod(path, mode) }()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
