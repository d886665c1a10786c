package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func logs(t *testing.T) (*logging, *bytes.Buffer) {
	t.Helper()
	var errs bytes.Buffer
	l := newLogging(t.TempDir(), &errs)
	t.Cleanup(func() {
		if err := l.close(); err != nil {
			t.Error(err)
		}
	})
	return l, &errs
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestLogFileGuard: a setting can have nothing overwritten but venvd's own log.
func TestLogFileGuard(t *testing.T) {
	l, _ := logs(t)
	dir := t.TempDir()
	ours := write(t, filepath.Join(dir, "ours.log"), logMark+`info"}`+"\n")
	link := filepath.Join(dir, "link.log")
	if err := os.Symlink(ours, link); err != nil {
		t.Skip("no links here: ", err)
	}
	for _, path := range []string{
		write(t, filepath.Join(dir, "foreign"), "text"), write(t, filepath.Join(dir, "empty.py"), ""), link, dir,
	} {
		if err := l.setFile(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v", path, err)
		}
	}
	fresh := filepath.Join(dir, "new", "venvd.log")
	for _, path := range []string{ours, fresh} {
		if err := l.setFile(path); err != nil {
			t.Fatal(err)
		}
		l.log.Info("hello")
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), "hello") || !strings.HasPrefix(string(text), logMark) {
			t.Errorf("%s: %s, %v", path, text, err)
		}
	}
	// What it wrote is taken for its own the next time.
	if err := l.setFile(fresh); err != nil {
		t.Error(err)
	}
}

func TestLogLevel(t *testing.T) {
	l, errs := logs(t)
	if err := l.setLevel("loud"); err == nil || !strings.Contains(err.Error(), `"loud"`) {
		t.Errorf("got %v", err)
	}
	path := filepath.Join(t.TempDir(), "venvd.log")
	if err := l.setFile(path); err != nil {
		t.Fatal(err)
	}
	l.log.Debug("unheard")
	if err := l.setLevel("debug"); err != nil {
		t.Fatal(err)
	}
	l.log.Debug("heard")
	l.log.Warn("said twice")
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "unheard") || !strings.Contains(string(text), `"heard"`) {
		t.Errorf("%s, %v", text, err)
	}
	if got := errs.String(); !strings.Contains(got, "said twice") || strings.Contains(got, "heard") {
		t.Errorf("stderr: %s", got)
	}
}

// TestSweepCookies: what a killed daemon left is removed, and nothing else.
func TestSweepCookies(t *testing.T) {
	dir := t.TempDir()
	own := strconv.Itoa(os.Getpid())
	for _, name := range []string{own, "2147483646", "notes"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	sweepCookies(dir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if got := strings.Join(left, " "); got != own+" notes" && got != "notes "+own {
		t.Errorf("left: %s", got)
	}
}
