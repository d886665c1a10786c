package state

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/venvd/venvd/venvcore"
)

func TestTrustedFor(t *testing.T) {
	yes := func(dir, id string) venvcore.Trust {
		return venvcore.Trust{Dir: abs(dir), ID: venvcore.Identity(id), Trusted: true}
	}
	no := func(dir, id string) venvcore.Trust {
		return venvcore.Trust{Dir: abs(dir), ID: venvcore.Identity(id)}
	}
	disk := map[string]venvcore.Identity{"/": "root", "/src": "S", "/src/a": "A", "/src/a/sub": "AS", "/src/b": "B", "/net": ""}
	identity := func(dir string) venvcore.Identity {
		for path, id := range disk {
			if abs(path) == dir {
				return id
			}
		}
		return ""
	}
	for name, tt := range map[string]struct {
		answers        []venvcore.Trust
		path           string
		trusted, known bool
	}{
		"nothing stored":                    {nil, "/src/a", false, false},
		"the directory":                     {[]venvcore.Trust{yes("/src", "S")}, "/src", true, true},
		"all below":                         {[]venvcore.Trust{yes("/src", "S")}, "/src/a/sub/x.py", true, true},
		"not above":                         {[]venvcore.Trust{yes("/src/a", "A")}, "/src", false, false},
		"not a name that begins alike":      {[]venvcore.Trust{yes("/src/a", "A")}, "/src/abc", false, false},
		"nearest wins":                      {[]venvcore.Trust{yes("/src", "S"), no("/src/a", "A")}, "/src/a/sub", false, true},
		"nearest wins, trusted":             {[]venvcore.Trust{no("/src", "S"), yes("/src/a", "A")}, "/src/a/sub", true, true},
		"beside the untrusted":              {[]venvcore.Trust{yes("/src", "S"), no("/src/a", "A")}, "/src/b", true, true},
		"another directory at the path":     {[]venvcore.Trust{yes("/src/a", "old")}, "/src/a", false, false},
		"untrusted holds by path":           {[]venvcore.Trust{yes("/src", "S"), no("/src/a", "old")}, "/src/a", false, true},
		"follows a rename":                  {[]venvcore.Trust{yes("/was/here", "A")}, "/src/a/sub", true, true},
		"untrusted follows a rename":        {[]venvcore.Trust{yes("/src", "S"), no("/src/was", "A")}, "/src/a", false, true},
		"contradiction is untrusted":        {[]venvcore.Trust{yes("/src/a", "A"), no("/src/was", "A")}, "/src/a", false, true},
		"no identity, then and now":         {[]venvcore.Trust{yes("/net", "")}, "/net/x", true, true},
		"no identity then, one now":         {[]venvcore.Trust{yes("/src/a", "")}, "/src/a", false, false},
		"identity then, none now":           {[]venvcore.Trust{yes("/net", "N")}, "/net/x", false, false},
		"unknown identity is not any other": {[]venvcore.Trust{yes("/gone", "")}, "/net/x", false, false},
	} {
		trusted, known := TrustedFor(tt.answers, abs(tt.path), identity)
		if trusted != tt.trusted || known != tt.known {
			t.Errorf("%s: trusted %v, known %v", name, trusted, known)
		}
	}
	if trusted, known := TrustedFor([]venvcore.Trust{yes("/", "root")}, "relative", identity); trusted || known {
		t.Error("a relative path is trusted")
	}
}

func TestTrustIsKept(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	set := func(d, id string, trusted bool) {
		t.Helper()
		if err := s.SetTrust(t.Context(), abs(d), venvcore.Identity(id), trusted); err != nil {
			t.Fatal(err)
		}
	}
	set("/b", "B", true)
	set("/a", "A", false)
	set("/a", "A", true)
	set("/moved", "B", false) // the same directory under its new name
	set("/gone", "G", true)
	if err := s.ClearTrust(t.Context(), abs("/gone")); err != nil {
		t.Fatal(err)
	}
	want := []venvcore.Trust{{Dir: abs("/a"), ID: "A", Trusted: true}, {Dir: abs("/moved"), ID: "B"}}
	again, _ := open(t, dir)
	for _, got := range [][]venvcore.Trust{s.Trust(), again.Trust()} {
		if d := cmp.Diff(want, got, cmpopts.IgnoreFields(venvcore.Trust{}, "Since")); d != "" {
			t.Error(d)
		}
		if got[0].Since == 0 {
			t.Error("when it was given is not stored")
		}
	}
}
