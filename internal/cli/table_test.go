package cli

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// TestTableAligns by what a terminal shows: a wide character takes two columns,
// a combining one none, and a colour none. Nothing stands at the ends of lines.
func TestTableAligns(t *testing.T) {
	t.Setenv("CLICOLOR_FORCE", "1")
	colour := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for _, colours := range []bool{false, true} {
		if !colours {
			t.Setenv("NO_COLOR", "1")
		} else {
			t.Setenv("NO_COLOR", "")
		}
		st := styleFor(&bytes.Buffer{})
		if st.plain == colours {
			t.Fatalf("plain is %v, want %v", st.plain, !colours)
		}
		got := st.table([]string{"NAME", "STATE", "PATH"}, [][]string{
			{"plain", st.paint("ok", 0), "/a"},
			{"日本", st.paint("broken", 2), "/b"},
			{"e\u0301te", "", "/c"},
			{"last", "", ""},
		})
		if strings.Contains(got, "\x1b[") != colours {
			t.Errorf("colours %v: %q", colours, got)
		}
		want := "" +
			"NAME   STATE   PATH\n" +
			"plain  ok      /a\n" +
			"日本   broken  /b\n" +
			"e\u0301te            /c\n" +
			"last"
		if plain := colour.ReplaceAllString(got, ""); plain != want {
			t.Errorf("got\n%s\nwant\n%s", plain, want)
		}
	}
}

func TestPackageTable(t *testing.T) {
	got := packageTable(styleFor(&bytes.Buffer{}), []venvcore.Package{
		{Name: "Foo.Bar", Version: "1.0", Installer: "pip"},
		{Name: "mine", Version: "0.1", Editable: "/home/u/src/mine"},
		{Name: "pip", Version: "24.0", Inherited: true},
		{Name: "\x1b[2J", Version: "1"},
	}, "/home/u")
	want := "" +
		"NAME     VERSION  INSTALLER  FROM\n" +
		"Foo.Bar  1.0      pip\n" +
		"mine     0.1                 ~/src/mine\n" +
		"pip      24.0                the base\n" +
		`\x1b[2J  1`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// BenchmarkList is what `venvd list` prints of a machine with 1,000 environments.
func BenchmarkList(b *testing.B) {
	envs := make([]*venvcore.Environment, 1000)
	for i := range envs {
		envs[i] = &venvcore.Environment{
			Name: fmt.Sprintf("project-%d", i), Version: "3.12.1", Kind: venvcore.KindVenv, IsVirtual: true,
			Prefix: fmt.Sprintf("/home/u/src/group-%d/project-%d/.venv", i%37, i), Health: venvcore.Sum(),
		}
	}
	st := styleFor(&bytes.Buffer{})
	b.ReportAllocs()
	for b.Loop() {
		environmentTable(st, envs, "/home/u")
	}
}
