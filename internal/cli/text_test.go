package cli

import (
	"bytes"
	"io/fs"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

func TestShort(t *testing.T) {
	for _, row := range [][3]string{
		{"/home/u/p", "/home/u", "~/p"},
		{"/home/u", "/home/u", "~"},
		{"/home/user2/p", "/home/u", "/home/user2/p"},
		{"/p", "/", "/p"},
		{"/p", "", "/p"},
	} {
		if got := short(row[0], row[1]); got != row[2] {
			t.Errorf("short(%q, %q) is %q, want %q", row[0], row[1], got, row[2])
		}
	}
}

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"/a/b-c_d.e": "/a/b-c_d.e", "": "''", "/a b": "'/a b'", "/it's": `'/it'\''s'`, "/$HOME": "'/$HOME'", "/a;b": "'/a;b'", "/a\nb": "'/a\nb'",
	} {
		if got := quote(in); got != want {
			t.Errorf("quote(%q) is %s, want %s", in, got, want)
		}
	}
}

func TestReasonOf(t *testing.T) {
	if got := reasonOf(&fs.PathError{Op: "open", Path: "/x", Err: fs.ErrPermission}); got != fs.ErrPermission {
		t.Errorf("got %v", got)
	}
}

// TestPipedIsPlain: no escape sequence, no padding at the ends of lines.
func TestPipedIsPlain(t *testing.T) {
	var w bytes.Buffer
	st := styleFor(&w)
	got := st.table([]string{"NAME", "STATE"}, [][]string{{"long-name", st.paint("ok", 0)}, {"x", st.health(venvcore.Sum())}})
	if want := "NAME       STATE\nlong-name  ok\nx          ok"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFaultsAreSaid(t *testing.T) {
	var w bytes.Buffer
	printFaults(&w, []venvcore.Fault{{Path: "/home/u/x", Message: "closed"}, {Message: "alone"}}, "/home/u")
	if got := w.String(); got != "note: ~/x: closed\nnote: alone\n" {
		t.Errorf("got %q", got)
	}
}

// TestNothingIsObeyed: names of directories cannot speak to the terminal.
func TestNothingIsObeyed(t *testing.T) {
	for in, want := range map[string]string{
		"/w/plain ä \t日本":  "/w/plain ä \t日本",
		"/w/\x1b[31mred":   `/w/\x1b[31mred`,
		"/w/a\nb\rc\x7f":   `/w/a\nb\rc\x7f`,
		"/w/\xff":          `/w/\xff`,
		"/w/\u202egnp.exe": `/w/\u202egnp.exe`,
		"/w/\u009b31m":     `/w/\u009b31m`,
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) is %q, want %q", in, got, want)
		}
	}
	var w bytes.Buffer
	for _, part := range []string{"venvd: one\x1b\n", "two\n\nthree"} {
		if n, err := (visibly{&w}).Write([]byte(part)); n != len(part) || err != nil {
			t.Errorf("wrote %d, %v", n, err)
		}
	}
	if got, want := w.String(), "venvd: one\\x1b\ntwo\n\nthree"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
