package discover

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

func codes(e *venvcore.Environment) string {
	var out []string
	for _, p := range e.Health.Problems {
		out = append(out, string(p.Code))
	}
	return strings.Join(out, " ")
}

// TestPlaces: what is told of an environment whose scripts lead elsewhere
// depends on what stands there, and on which of the two is older.
func TestPlaces(t *testing.T) {
	venvA := only(t, twoVenvs, "/w/a")
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, w *World)
		dir    string
		want   string
	}{
		{"moved", func(t *testing.T, w *World) { rename(t, w, "/w/a", "/w/c") }, "/w/c", "moved"},
		{"moved, something else there", func(t *testing.T, w *World) {
			rename(t, w, "/w/a", "/w/c")
			add(t, w, "-- /w/a/readme --\n")
		}, "/w/c", "moved"},
		{"hijacked", func(t *testing.T, w *World) {
			rename(t, w, "/w/a", "/w/c")
			wait(t, w)
			add(t, w, venvA)
		}, "/w/c", "hijacked"},
		{"the one that took its place", func(t *testing.T, w *World) {
			rename(t, w, "/w/a", "/w/c")
			add(t, w, venvA)
		}, "/w/a", ""},
		{"copied", func(t *testing.T, w *World) {
			wait(t, w)
			must(t, os.CopyFS(w.host("/w/c"), os.DirFS(w.host("/w/a"))))
		}, "/w/c", "copied"},
		{"the original of a copy", func(t *testing.T, w *World) {
			must(t, os.CopyFS(w.host("/w/c"), os.DirFS(w.host("/w/a"))))
		}, "/w/a", ""},
		{"reached through a link", func(t *testing.T, w *World) { must(t, os.Symlink("a", w.host("/w/c"))) }, "/w/c", ""},
		{"moved, a link left behind", func(t *testing.T, w *World) {
			rename(t, w, "/w/a", "/w/c")
			must(t, os.Symlink("c", w.host("/w/a")))
		}, "/w/c", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := unpacked(t, twoVenvs)
			tt.change(t, w)
			e := examineDir(t, w, tt.dir)
			if got := codes(e); got != tt.want {
				t.Errorf("problems %q, want %q: %+v", got, tt.want, e.Health)
			}
		})
	}
}

// TestUnreadable: what a file system refuses is told with the path, and is
// never taken for absent.
func TestUnreadable(t *testing.T) {
	for _, tt := range []struct {
		path string
		err  error
		want string
	}{
		{"/w/a/bin", syscall.EACCES, "unreadable"},
		{"/w/a/pyvenv.cfg", syscall.EACCES, "config-unreadable"},
		{"/w/a/pyvenv.cfg", ErrTooLarge, "config-unreadable"},
		{"/w/a/pyvenv.cfg", ErrNotRegular, "config-unreadable"},
		{"/opt/py/bin/python3.12", syscall.EACCES, "unreadable"},
		{"/opt/py/bin/python3.12", syscall.EIO, "unreadable"},
		{"/w/a/bin/activate", syscall.EACCES, ""}, // it starts all the same
		{"/w/a/bin/pip", syscall.EIO, ""},
	} {
		t.Run(tt.path+" "+tt.err.Error(), func(t *testing.T) {
			w := unpacked(t, twoVenvs)
			w.Fault = func(op, path string) error {
				if path == tt.path && op != "lstat" {
					return tt.err
				}
				return nil
			}
			e := examineDir(t, w, "/w/a")
			if got := codes(e); got != tt.want {
				t.Fatalf("problems %q, want %q: %+v", got, tt.want, e.Health)
			}
			if tt.want != "" && !strings.Contains(e.Health.Problems[0].Message, tt.path) {
				t.Errorf("the message does not name %s: %s", tt.path, e.Health.Problems[0].Message)
			}
		})
	}
}

// TestPackagesUnreadable: a directory of packages that is refused is not taken
// for one that is missing, whatever on the way to it is refused.
func TestPackagesUnreadable(t *testing.T) {
	for _, tt := range []struct{ op, path, named string }{
		{"readdir", "/w/a/lib/python3.12/site-packages", "/w/a/lib/python3.12/site-packages"},
		{"lstat", "/w/a/lib/python3.12/site-packages", "/w/a/lib/python3.12/site-packages"},
		{"lstat", "/w/a/lib/python3.12", "/w/a/lib/python3.12"},
	} {
		t.Run(tt.op+" "+tt.path, func(t *testing.T) {
			w := unpacked(t, twoVenvs)
			w.Fault = func(op, path string) error {
				if op == tt.op && path == tt.path {
					return syscall.EACCES
				}
				return nil
			}
			e := examineDir(t, w, "/w/a")
			if got := codes(e); got != "unreadable" {
				t.Fatalf("problems %q: %+v", got, e.Health)
			}
			if !strings.Contains(e.Health.Problems[0].Message, tt.named) {
				t.Errorf("the message does not name %s: %s", tt.named, e.Health.Problems[0].Message)
			}
		})
	}
}

// TestVanishing: at whatever call the environment disappears, something is
// said and nothing panics.
func TestVanishing(t *testing.T) {
	for n := range int64(60) {
		w := unpacked(t, twoVenvs)
		entries, err := w.ReadDir("/w/a")
		must(t, err)
		var calls int64
		w.Fault = func(_, path string) error {
			if calls++; calls > n && strings.HasPrefix(path, "/w/a") {
				return syscall.ENOENT
			}
			return nil
		}
		e := examine(NewLook(w), candidate{dir: "/w/a", entries: entries})
		if e != nil && (e.Name == "" || e.ID == "") {
			t.Fatalf("after %d calls: %+v", n, e)
		}
	}
}

// TestProblemsAreSentences: every problem of every world is told in words for a
// person: it names a path or the environment, and has no full stop at its end.
func TestProblemsAreSentences(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	must(t, err)
	told := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		must(t, err)
		for line := range strings.Lines(string(data)) {
			problem, ok := strings.CutPrefix(line, "  problem ")
			if !ok {
				continue
			}
			_, message, ok := strings.Cut(strings.TrimSpace(problem), "]: ")
			if !ok {
				continue // the scanner's worlds show the code alone
			}
			told++
			if !strings.ContainsAny(message, `/\`) && !strings.Contains(message, "environment") || strings.HasSuffix(message, ".") ||
				strings.Contains(message, "%!") {
				t.Errorf("%s: %s", file, message)
			}
		}
	}
	if told < 20 {
		t.Errorf("only %d problems are in the worlds", told)
	}
}

// TestBaseIsLost: what merely follows from the worst problem is not told.
func TestBaseIsLost(t *testing.T) {
	w := unpacked(t, twoVenvs)
	must(t, os.RemoveAll(w.host("/opt/py/lib")))
	if got := codes(examineDir(t, w, "/w/a")); got != "base-stdlib-missing" {
		t.Errorf("problems %q", got)
	}
	must(t, os.RemoveAll(w.host("/opt/py")))
	if got := codes(examineDir(t, w, "/w/a")); got != "base-missing" {
		t.Errorf("problems %q", got)
	}
	must(t, os.RemoveAll(w.host("/w/a/bin/python")))
	must(t, os.RemoveAll(w.host("/w/a/bin/python3")))
	if got := codes(examineDir(t, w, "/w/a")); got != "interpreter-missing" {
		t.Errorf("problems %q", got)
	}
}
