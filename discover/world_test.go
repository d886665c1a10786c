//go:build unix

package discover

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestPaths holds the path functions of both families on any host.
func TestPaths(t *testing.T) {
	posix, windows := &World{OS: "linux"}, &World{OS: "windows"}
	for _, c := range []struct {
		got, want string
	}{
		{posix.Join("/a", "b"), "/a/b"},
		{posix.Join("/a/", "../b"), "/b"},
		{posix.Join("/", "b"), "/b"},
		{posix.Join("/a/.venv", "bin"), "/a/.venv/bin"},
		{posix.Join("", "b"), "b"},
		{posix.Join("/a", "b", "", "c"), "/a/b/c"},
		{posix.Dir("/a/b"), "/a"},
		{posix.Dir("/a"), "/"},
		{posix.Dir("/"), "/"},
		{posix.Base("/a/b"), "b"},
		{posix.Clean("/a//b/./../c/"), "/a/c"},
		{posix.Abs("/a", "/b"), "/b"},
		{posix.Abs("/a", "../b"), "/b"},
		{windows.Join(`C:\Users`, "u"), `C:\Users\u`},
		{windows.Join(`C:\`, "u"), `C:\u`},
		{windows.Join(`C:\a`, `..\b/c`), `C:\b\c`},
		{windows.Dir(`C:\a\b`), `C:\a`},
		{windows.Dir(`C:\a`), `C:\`},
		{windows.Dir(`C:\`), `C:\`},
		{windows.Base(`C:\a\b`), "b"},
		{windows.Clean(`C:/a/../b`), `C:\b`},
		{windows.Clean(`\\server\share\a\..\b`), `\\server\share\b`},
		{windows.Clean(`\\server\share`), `\\server\share\`},
		{windows.Abs(`C:\a`, `D:\b`), `D:\b`},
		{windows.Exe("uv"), "uv.exe"},
		{posix.Exe("uv"), "uv"},
		{windows.BinDir() + posix.BinDir(), "Scriptsbin"},
		{strings.Join(windows.PathList(`C:\a;;C:\b c`), "|"), `C:\a|C:\b c`},
		{strings.Join(posix.PathList("/a::/b"), "|"), "/a|/b"},
		{(&World{OS: "windows", Prefix: "/t"}).host(`C:\a\b`), "/t/C/a/b"},
		{(&World{OS: "linux", Prefix: "/t"}).host("/a"), "/t/a"},
		{(&World{OS: "linux"}).host("/a"), "/a"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	for path, abs := range map[string]bool{`C:\a`: true, `C:/a`: true, `C:a`: false, `\a`: false, `\\s\h\a`: true, "a": false} {
		if windows.IsAbs(path) != abs {
			t.Errorf("%s is absolute: %v", path, !abs)
		}
	}
	for _, c := range []struct {
		dir, path string
		want      bool
	}{{"/a", "/a", true}, {"/a", "/a/b", true}, {"/a", "/ab", false}, {"/", "/a", true}, {"/a/b", "/a", false}} {
		if posix.Within(c.dir, c.path) != c.want {
			t.Errorf("%s within %s: %v", c.path, c.dir, !c.want)
		}
	}
}

func TestLinksStayInTheWorld(t *testing.T) {
	w := newWorld(t, `
-- /real/dir/file --
text
-- /abs -> /real/dir --
-- /rel -> real/../real/dir --
-- /up -> ../../../../../../../../real --
-- /two -> /abs/file --
-- /round -> /round2 --
-- /round2 -> round --
-- /gone -> /nowhere/x --
-- /deep -> /real/dir/file/x --
`)
	for path, want := range map[string]string{
		"/abs/file": "/real/dir/file", "/rel/file": "/real/dir/file", "/up/dir": "/real/dir", "/two": "/real/dir/file",
		"/abs/../dir/file": "", // cleaned by the words, as everywhere: /dir/file
	} {
		got, err := w.Real(path)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s leads to %q, %v; want %q", path, got, err, want)
		}
	}
	if data, err := w.ReadFile("/two", 100); string(data) != "text\n" || err != nil {
		t.Errorf("read %q, %v", data, err)
	}
	if target, err := w.Readlink("/two"); target != "/abs/file" || err != nil {
		t.Errorf("says %q, %v", target, err)
	}
	for path, want := range map[string]error{
		"/round": ErrLoop, "/round/x": ErrLoop, "/gone": fs.ErrNotExist, "/deep": syscall.ENOTDIR, "/no": fs.ErrNotExist,
	} {
		if _, err := w.Stat(path); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", path, err, want)
		}
	}
	a, err := w.Identity("/abs")
	must(t, err)
	b, err := w.Identity("/real/dir")
	must(t, err)
	if a != b || a == "" {
		t.Errorf("a link and what it leads to are %q and %q", a, b)
	}
}

func TestReadFileReadsFilesOnly(t *testing.T) {
	w := newWorld(t, "-- /d/ten --\n123456789\n-- /d/link -> ten --\n-- /d/empty --\n")
	must(t, syscall.Mkfifo(w.host("/d/fifo"), 0o644))
	must(t, os.Truncate(w.host("/d/empty"), 0))
	huge := w.host("/d/huge")
	must(t, os.WriteFile(huge, []byte("head"), 0o644))
	must(t, os.Truncate(huge, 10<<30))
	for _, c := range []struct {
		path string
		max  int64
		want error
	}{
		{"/d/ten", 10, nil},
		{"/d/link", 10, nil},
		{"/d/ten", 9, ErrTooLarge},
		{"/d/huge", 1 << 20, ErrTooLarge},
		{"/d/fifo", 10, ErrNotRegular},
		{"/d", 10, ErrNotRegular},
		{"/d/empty", 0, nil},
		{"/d/none", 10, fs.ErrNotExist},
		{"/d/ten/x", 10, syscall.ENOTDIR},
	} {
		if _, err := w.ReadFile(c.path, c.max); !errors.Is(err, c.want) {
			t.Errorf("%s up to %d: got %v, want %v", c.path, c.max, err, c.want)
		}
	}
	if head, err := w.head("/d/huge", 6); string(head) != "head\x00\x00" || err != nil {
		t.Errorf("head %q, %v", head, err)
	}
	if head, err := w.head("/d/ten", 100); len(head) != 10 || err != nil {
		t.Errorf("head of a small file %q, %v", head, err)
	}
}

func (w *World) head(path string, n int64) ([]byte, error) { return NewLook(w).ReadHead(path, n) }

func TestFilesOfProcSayTheyAreEmpty(t *testing.T) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc here")
	}
	data, err := (&World{OS: "linux"}).ReadFile("/proc/self/status", 1<<20)
	if err != nil || !strings.Contains(string(data), "Pid:") {
		t.Errorf("read %q, %v", data, err)
	}
}

func TestErrorsNameThePathOfTheWorld(t *testing.T) {
	w := newWorld(t, "")
	_, err := w.ReadFile("/no/such", 10)
	if err == nil || strings.Contains(err.Error(), w.Prefix) {
		t.Errorf("got %v", err)
	}
	_, err = w.ReadDir("/none")
	var pe *fs.PathError
	if !errors.As(err, &pe) || pe.Path != "/none" {
		t.Errorf("got %v", err)
	}
}

func TestThisMachine(t *testing.T) {
	w := NewWorld()
	dir := realDir(t)
	must(t, os.WriteFile(dir+"/f", []byte("x"), 0o640))
	info, err := w.Lstat(dir + "/f")
	must(t, err)
	fi, err := os.Lstat(dir + "/f")
	must(t, err)
	if info.Mode != fi.Mode() || info.Size != 1 || info.MTime != fi.ModTime().UnixNano() || info.Ino == 0 {
		t.Errorf("got %+v, the system says %v", info, fi)
	}
	for _, path := range []string{"/", "/tmp", "/dev/null", "/bin"} {
		fi, err := os.Lstat(path)
		if err != nil {
			continue
		}
		if info, err := w.Lstat(path); err != nil || info.Mode != fi.Mode() {
			t.Errorf("%s is %v, %v; the system says %v", path, info.Mode, err, fi.Mode())
		}
	}
	list, err := w.ReadDir(dir)
	if err != nil || !slices.Equal(list, []Entry{{Name: "f"}}) {
		t.Errorf("listed %v, %v", list, err)
	}
}

// TestLookRecordsWhatDecides holds the rule of what is watched for one finding.
func TestLookRecordsWhatDecides(t *testing.T) {
	w := newWorld(t, "-- /a/link -> /b/file --\n-- /b/file --\n-- /c/d/ --\n-- /via -> /c --\n")
	for _, c := range []struct {
		name string
		do   func(l *Look)
		want []string
	}{
		{"a file through its directory", func(l *Look) { _, _ = l.Lstat("/b/file") }, []string{"/b"}},
		{"every hop of a link", func(l *Look) { _, _ = l.Stat("/a/link") }, []string{"/a", "/b"}},
		{"reading through a link", func(l *Look) { _, _ = l.ReadFile("/a/link", 9) }, []string{"/a", "/b"}},
		{"what is absent, by itself too", func(l *Look) { _, _ = l.Lstat("/b/none") }, []string{"/b", "/b/none"}},
		{"below what is absent", func(l *Look) { _, _ = l.Lstat("/no/such/file") }, []string{"/", "/no"}},
		{"a listing", func(l *Look) { _, _ = l.ReadDir("/c/d") }, []string{"/c/d"}},
		{"a listing behind a link", func(l *Look) { _, _ = l.ReadDir("/via/d") }, []string{"/", "/c/d"}},
		{"weak: not what is there", func(l *Look) { _, _ = l.Weak().Lstat("/b/file") }, nil},
		{"weak: no listing", func(l *Look) { _, _ = l.Weak().ReadDir("/c/d") }, nil},
		{"weak: what is absent", func(l *Look) { _, _ = l.Weak().Lstat("/b/none") }, []string{"/b", "/b/none"}},
		{"weak stays weak", func(l *Look) { _, _ = l.quiet().Weak().Lstat("/b/none") }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newPass(w, true, nil).look()
			c.do(l)
			var got []string
			for _, x := range l.unit(finding{}).watch {
				got = append(got, x.Path)
				if _, err := w.Lstat(x.Path); (err == nil) != (x.ID != "") {
					t.Errorf("%s has the identity %q", x.Path, x.ID)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("watches %q, want %q", got, c.want)
			}
		})
	}
}

func TestHintsMakeStale(t *testing.T) {
	w := &World{OS: "linux"}
	r := record{{"/a/b/file", touchEntry}, {"/a/list", touchListed}, {"/x/none", touchAbsent}, {"/walk", touchWalked}}.normal()
	for hint, want := range map[string]bool{
		"/a/b/file": true, "/a/b": true, "/a": true, "/": true, "/a/b/other": false, "/a/b/file/x": false,
		"/a/list": true, "/a/list/new": true, "/a/list/new/deep": false, "/x/none": true, "/x/nonesuch": false,
		"/walk/new": true, "/a/lis": false, "/x//none/": true,
	} {
		for _, others := range [][]string{nil, {"/q1", "/q2", "/q3", "/q4", "/q5"}} {
			if got := newHints(w, append(others, hint)).stale(r); got != want {
				t.Errorf("%s with %d others makes it stale: %v", hint, len(others), got)
			}
		}
	}
	if newHints(w, nil).stale(r) {
		t.Error("stale without a hint")
	}
}
