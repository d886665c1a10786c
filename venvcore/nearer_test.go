package venvcore

import (
	"slices"
	"testing"
)

// TestNearer: whichever of the two was found first.
func TestNearer(t *testing.T) {
	base := func(kind Kind, prefix string, owned bool) *Environment {
		return &Environment{ID: "b", Kind: kind, Prefix: prefix, Real: prefix, Interpreter: prefix + "/bin/python3.12", Version: "3.12.1", Owned: owned}
	}
	venv := func(prefix, real string, owned bool, packages string) *Environment {
		return &Environment{ID: "v", Kind: KindVenv, IsVirtual: true, Prefix: prefix, Real: real, Owned: owned, Packages: packages}
	}
	for name, tt := range map[string]struct{ near, far *Environment }{
		"an owner that is proven":            {base(KindSystem, "/a", true), base(KindPyenv, "/a", false)},
		"the system says more than PATH":     {base(KindSystem, "/a", false), base(KindPath, "/a", false)},
		"the registry more than the system":  {base(KindWindowsRegistry, "/a", false), base(KindSystem, "/a", false)},
		"a keeper more than the registry":    {base(KindUVPython, "/a", true), base(KindWindowsRegistry, "/a", true)},
		"two keepers by their letters":       {base(KindAsdf, "/a", true), base(KindMise, "/a", true)},
		"the directory and not the junction": {base(KindUVPython, "/a-3.12.1", true), base(KindUVPython, "/a-3.12", true)},
		"its own path":                       {venv("/a", "/a", false, ""), venv("/l", "/a", false, "p")},
	} {
		for _, pair := range [][2]*Environment{{tt.near, tt.far}, {tt.far, tt.near}} {
			got := Nearer(pair[0], pair[1])
			if got.Kind != tt.near.Kind || got.Prefix != tt.near.Prefix || got.Owned != tt.near.Owned {
				t.Errorf("%s: got %+v", name, got)
			}
			if tt.far.Prefix != tt.near.Prefix && !slices.Contains(got.Aliases, tt.far.Prefix) {
				t.Errorf("%s: the other's path is no alias: %v", name, got.Aliases)
			}
		}
	}
	far := venv("/l", "/a", false, "p")
	far.Installed = 3
	if got := Nearer(venv("/a", "/a", true, ""), far); got.Packages != "p" || got.Installed != 3 {
		t.Errorf("what was looked at is lost: %+v", got)
	}
}

// TestScoopsJunctionIsMeantToBeUsed: it is the path that its users know.
func TestScoopsJunctionIsMeantToBeUsed(t *testing.T) {
	e := &Environment{Kind: KindScoop, Prefix: `C:\scoop\apps\python\3.12.1`, Version: "3.12.1"}
	if NamesVersion(e) {
		t.Error("an app's version is preferred to its junction")
	}
}
