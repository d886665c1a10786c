package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// events writes a stream for package p: "run Test", "fail Test" and so on.
func events(lines ...string) string {
	var b strings.Builder
	for _, l := range lines {
		action, test, _ := strings.Cut(l, " ")
		b.WriteString(`{"Action":"` + action + `","Package":"p"`)
		if test != "" {
			b.WriteString(`,"Test":"` + test + `"`)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func TestVerdicts(t *testing.T) {
	for _, tc := range []struct {
		name   string
		stream string
		skips  string
		ci     bool
		want   string // closing line
		err    string // "" for exit 0
	}{
		{"subtests are counted, their parent is not", events("run TestA", "run TestA/x", "run TestA/y", "pass TestA/x", "pass TestA/y", "pass TestA", "pass"), "", true, "2 passed, 0 failed, 0 skipped", ""},
		{"a failing subtest counts once", events("run TestA", "run TestA/x", "fail TestA/x", "fail TestA", "fail"), "", false, "0 passed, 1 failed, 0 skipped", "failed in p"},
		{"a parent that fails by itself counts", events("run TestA", "run TestA/x", "pass TestA/x", "fail TestA", "fail"), "", false, "1 passed, 1 failed, 0 skipped", "failed in p"},
		{"a package that does not build", events("run TestA", "pass TestA", "fail"), "", false, "1 passed, 0 failed, 0 skipped", "failed in p"},
		{"nothing ran", "", "", false, "0 passed, 0 failed, 0 skipped", "no test ran"},
		{"only skipped is not a run", events("run TestA", "skip TestA", "pass"), "TestA\tno such tool\n", true, "0 passed, 0 failed, 1 skipped", "no test ran"},
		{"a skip outside CI", events("run TestA", "pass TestA", "run TestB", "skip TestB", "pass"), "", false, "1 passed, 0 failed, 1 skipped", ""},
		{"a skip in CI", events("run TestA", "pass TestA", "run TestB", "skip TestB", "pass"), "", true, "1 passed, 0 failed, 1 skipped", "skipped in CI"},
		{"a listed skip in CI", events("run TestA", "pass TestA", "run TestB", "skip TestB", "pass"), "# why\nTestB\tneeds a Mac\n", true, "1 passed, 0 failed, 1 skipped", ""},
		{"the list matches whole names", events("run TestA", "pass TestA", "run TestBig", "skip TestBig", "pass"), "TestB\tneeds a Mac\n", true, "1 passed, 0 failed, 1 skipped", "skipped in CI"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			list := filepath.Join(t.TempDir(), "skips.txt")
			if err := os.WriteFile(list, []byte(tc.skips), 0o644); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			err := run(strings.NewReader(tc.stream), &out, list, tc.ci)
			if tc.err == "" && err != nil || tc.err != "" && (err == nil || !strings.Contains(err.Error(), tc.err)) {
				t.Errorf("error = %v, want %q", err, tc.err)
			}
			if lines := strings.Split(strings.TrimSpace(out.String()), "\n"); lines[len(lines)-1] != tc.want {
				t.Errorf("closing line = %q, want %q", lines[len(lines)-1], tc.want)
			}
		})
	}
}

func TestFailuresAreShownWithTheirOutput(t *testing.T) {
	stream := `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"the reason\n"}
{"Action":"output","Package":"p","Test":"TestB","Output":"chatter\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}
go: a message that is not JSON
`
	var out strings.Builder
	if err := run(strings.NewReader(stream), &out, "", false); err == nil {
		t.Error("a failed test must fail the run")
	}
	for text, want := range map[string]bool{"the reason": true, "chatter": false, "go: a message": true} {
		if strings.Contains(out.String(), text) != want {
			t.Errorf("output holds %q: %v, want %v\n%s", text, !want, want, out.String())
		}
	}
}

func TestASkipNeedsAReason(t *testing.T) {
	list := filepath.Join(t.TempDir(), "skips.txt")
	if err := os.WriteFile(list, []byte("TestA\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readSkips(list); err == nil || !strings.Contains(err.Error(), "no reason") {
		t.Errorf("error = %v, want one about the missing reason", err)
	}
}
