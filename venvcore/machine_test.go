package venvcore

import (
	"slices"
	"testing"
)

func TestMachineOrder(t *testing.T) {
	m := NewMachine([]*Environment{baseOf("/py/3.13", "3.13.0"), venv("/w/b"), baseOf("/a", "3.9.1"), venv("/w/a")})
	if got, want := prefixes(m.Environments), []string{"/w/a", "/w/b", "/a", "/py/3.13"}; !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
}

// TestBasesBestFirst: final before pre-release, ordinary before special builds,
// and last what cannot be used at all; newest first among equals.
func TestBasesBestFirst(t *testing.T) {
	special := baseOf("/free", "3.14.0")
	special.Interpreter = "/free/bin/python3.14t"
	unnamed := baseOf("/windows", "3.13.0") // python.exe is that of every build
	unnamed.Build = "t"
	pypy := baseOf("/pypy", "3.11.9")
	pypy.Implementation = "pypy"
	dead := baseOf("/dead", "3.15.0")
	broken(dead)
	m := NewMachine([]*Environment{
		dead, baseOf("/unknown", ""), special, unnamed, pypy, baseOf("/rc", "3.14.0rc1"),
		baseOf("/b", "3.12.1"), baseOf("/a", "3.12.1"), baseOf("/ten", "3.10.13"), baseOf("/nine", "3.9.18"), venv("/w/.venv"),
	})
	want := []string{"/a", "/b", "/ten", "/nine", "/rc", "/free", "/windows", "/pypy", "/dead", "/unknown"}
	if got := prefixes(m.Bases()); !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
}

// TestMachineMerges: two with one id are one, kept under the path without
// links; the other's paths are aliases, and what was handed in is unchanged.
func TestMachineMerges(t *testing.T) {
	own := venv("/w/real")
	linked := venv("/w/link", func(e *Environment) { e.ID, e.Real = own.ID, own.Real })
	for _, in := range [][]*Environment{{own, linked}, {linked, own}} {
		given := slices.Clone(in)
		m := NewMachine(in)
		if len(m.Environments) != 1 || m.ByID(own.ID).Prefix != "/w/real" {
			t.Fatalf("got %q", prefixes(m.Environments))
		}
		e := m.ByID(own.ID)
		if want := []string{"/w/link", "/w/link/bin/python"}; !slices.Equal(e.Aliases, want) {
			t.Errorf("aliases %q, want %q", e.Aliases, want)
		}
		for _, p := range []string{"/w/real", "/w/real/bin/python", "/w/link", "/w/link/bin/python"} {
			if m.ByPath(p) != e {
				t.Errorf("%s does not lead to it", p)
			}
		}
		if !slices.Equal(in, given) || own.Aliases != nil || linked.Aliases != nil {
			t.Error("what was handed in has changed")
		}
	}
}

func TestJoinAddsNothingTwice(t *testing.T) {
	a := venv("/w/a", func(e *Environment) { e.Aliases = []string{"/bin/x"} })
	if Join(a, a) != a {
		t.Error("joined with itself it is another")
	}
	b := venv("/w/b", func(e *Environment) { e.Aliases = []string{"/bin/x", a.Prefix} })
	once := Join(a, b)
	if want := []string{"/bin/x", "/w/b", "/w/b/bin/python"}; !slices.Equal(once.Aliases, want) {
		t.Errorf("aliases %q, want %q", once.Aliases, want)
	}
	if Join(once, b) != once {
		t.Error("joined again it is another")
	}
}

// TestByPathRanks: a virtual environment's own prefix outranks a base's, and a
// prefix or an interpreter outranks an alias of something else.
func TestByPathRanks(t *testing.T) {
	base := baseOf("/opt/py", "3.12.1")
	base.Interpreter = "/opt/py/bin/python3.12"
	inside := venv("/opt/py", func(e *Environment) { e.ID = "inside" })
	alias := venv("/w/a", func(e *Environment) { e.Aliases = []string{"/w/b", "/w/b/bin/python"} })
	b := venv("/w/b")
	m := NewMachine([]*Environment{base, inside, alias, b})
	for path, want := range map[string]*Environment{
		"/opt/py": inside, "/opt/py/bin/python3.12": base, "/w/b": b, "/w/b/bin/python": b, "/w/a": alias, "/nowhere": nil, "": nil,
	} {
		if got := m.ByPath(path); got != want {
			t.Errorf("%q leads to %+v", path, got)
		}
	}
}

func TestWithinAndByName(t *testing.T) {
	owned := venv("/cache/x", func(e *Environment) { e.Project = "/w/p"; e.Name = "p" })
	linked := venv("/e/x", func(e *Environment) { e.Aliases = []string{"/w/p/env"} })
	m := NewMachine([]*Environment{venv("/w/p/.venv"), venv("/w/pp/.venv"), owned, linked, baseOf("/py", "3.12.1")})
	if got, want := prefixes(m.Within("/w/p")), []string{"/cache/x", "/e/x", "/w/p/.venv"}; !slices.Equal(got, want) {
		t.Errorf("within: %q, want %q", got, want)
	}
	if got := m.ByName("p"); len(got) != 1 || got[0] != owned {
		t.Errorf("by name: %q", prefixes(got))
	}
}

func TestContains(t *testing.T) {
	for _, c := range []struct {
		dir, path string
		want      bool
	}{
		{"/w", "/w", true},
		{"/w", "/w/p", true},
		{"/w", "/w/p/q", true},
		{"/w", "/wp", false},
		{"/w/p", "/w", false},
		{"/", "/w", true},
		{"/", "/", true},
		{"", "/w", false},
		{"", "", true},
		{"/w", "", false},
		{`C:\w`, `C:\w\p`, true},
		{`C:\w`, `C:\wp`, false},
		{`C:\`, `C:\w`, true},
		{`\\host\share`, `\\host\share\p`, true},
	} {
		if got := Contains(c.dir, c.path); got != c.want {
			t.Errorf("Contains(%q, %q) = %v", c.dir, c.path, got)
		}
	}
}
