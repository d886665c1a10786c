package discover

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

func TestScriptBlock(t *testing.T) {
	for _, row := range []struct {
		name, text, block string
		ok                bool
	}{
		{"none", "import sys\n", "", false},
		{"empty file", "", "", false},
		{"block", "#!/usr/bin/env python\n# /// script\n# requires-python = \">=3.11\"\n# dependencies = [\n#   \"x\",\n# ]\n# ///\nimport x\n", "requires-python = \">=3.11\"\ndependencies = [\n  \"x\",\n]", true},
		{"empty block", "# /// script\n# ///\n", "", true},
		{"windows", "# /// script\r\n# a = 1\r\n# ///\r\n", "a = 1", true},
		{"bare comment lines", "# /// script\n#\n# a = 1\n#\n# ///", "\na = 1\n", true},
		{"to the last end", "# /// script\n# a = 1\n# ///\n# b = 2\n# ///\n", "a = 1\n///\nb = 2", true},
		{"further down", "import x\n\n\n# /// script\n# a = 1\n# ///\n", "a = 1", true},
		{"no end", "# /// script\n# a = 1\n\nimport x\n# ///\n", "", false},
		{"no end, then one", "# /// script\n# a = 1\nx = 1\n# /// script\n# b = 2\n# ///\n", "b = 2", true},
		{"another type", "# /// pyproject\n# a = 1\n# ///\n", "", false},
		{"indented", "  # /// script\n  # a = 1\n  # ///\n", "", false},
		{"no space", "# /// script\n#a = 1\n# ///\n", "", false},
	} {
		if block, ok := scriptBlock(row.text); block != row.block || ok != row.ok {
			t.Errorf("%s: %q %v, want %q %v", row.name, block, ok, row.block, row.ok)
		}
	}
}

func TestScripts(t *testing.T) {
	disk := worldtest.Unpack(t, `
-- /w/s.py --
# /// script
# requires-python = ">=3.11"
# ///
-- /w/plain.py --
import sys
-- /w/bad.py --
# /// script
# requires-python =
# ///
-- /w/dir.py/x --
`)
	w := &World{Prefix: disk, OS: "linux", Home: "/home/u", Env: func(string) (string, bool) { return "", false }}
	rep, err := NewScanner(w, Options{}).Scan(t.Context(), Query{Root: Root{
		Kind: RootScripts, Paths: []string{"/w/s.py", "/w/plain.py", "/w/bad.py", "/w/dir.py", "/w/none.py"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range rep.Projects {
		got = append(got, p.Root+" "+p.Requires)
	}
	if d := cmp.Diff([]string{"/w/bad.py ", "/w/s.py >=3.11"}, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if d := cmp.Diff([]string{"/w/plain.py"}, rep.Plain); d != "" {
		t.Errorf("plain files: -want +got:\n%s", d)
	}
	if len(rep.Faults) != 1 || rep.Faults[0].Path != "/w/bad.py" || rep.Faults[0].Code != venvcore.FaultUnreadable {
		t.Errorf("faults %+v", rep.Faults)
	}
}
