package venvcore

import "testing"

func TestSpecifierAllows(t *testing.T) {
	for _, c := range []struct {
		spec, version string
		want          bool
	}{
		{"", "3.12.1", true},
		{"", "", true},
		{"*", "2.7.18", true},
		{">=3.9", "3.12.1", true},
		{">=3.9", "3.8.18", false},
		{">=3.9", "", false},
		{">=3.9,<3.12", "3.11.7", true},
		{">=3.9,<3.12", "3.12.0", false},
		{"~=3.11", "3.12.0", true},
		{"==3.11.*", "3.11.7", true},
		{"!=3.11.*", "3.11.7", false},
		{">=3.14", "3.14.0rc1", true},
		{">=3.13", "3.14.0a1", true},
		{"<3.14", "3.14.0rc1", false},
		{"^3.9", "3.12.1", true},
		{"^3.9", "4.0.0", false},
		{"~3.9", "3.9.18", true},
		{"~3.9", "3.10.0", false},
		{"3.11", "3.11.7", true},
		{"3.11", "3.12.0", false},
		{">=3.12", "3.13.0+local", true},
	} {
		s, err := ParseSpecifier(c.spec)
		if err != nil {
			t.Errorf("ParseSpecifier(%q): %v", c.spec, err)
			continue
		}
		if got := s.Allows(c.version); got != c.want {
			t.Errorf("%q allows %q: %v, want %v", c.spec, c.version, got, c.want)
		}
	}
}

func TestSpecifierErrors(t *testing.T) {
	for _, bad := range []string{">=", "abc", ">=3.9;", "^x", ">>3"} {
		if _, err := ParseSpecifier(bad); err == nil {
			t.Errorf("ParseSpecifier(%q): no error", bad)
		}
	}
}

func TestMatchesPin(t *testing.T) {
	for _, c := range []struct {
		pin, version string
		want         bool
	}{
		{"3.12", "3.12.1", true},
		{"3.12", "3.1.2", false},
		{"3.1", "3.12.1", false},
		{"3", "3.12.1", true},
		{"3.12.1", "3.12.1", true},
		{"3.12.1", "3.12.10", false},
		{"cpython@3.12", "3.12.1", true},
		{"python-3.12", "3.12.1", true},
		{">=3.11", "3.12.1", true},
		{"", "3.12.1", false},
		{"3.12", "", false},
		{"3.14", "3.14.0rc1", true},
	} {
		if got := MatchesPin(c.pin, c.version); got != c.want {
			t.Errorf("MatchesPin(%q, %q) = %v", c.pin, c.version, got)
		}
	}
}

func TestCompareVersions(t *testing.T) {
	order := []string{"", "2.7.18", "3.9.18", "3.10.0", "3.14.0a1", "3.14.0rc1", "3.14.0"}
	for i := range order {
		for j := range order {
			if got := CompareVersions(order[i], order[j]); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("CompareVersions(%q, %q) = %d", order[i], order[j], got)
			}
		}
	}
}

func FuzzParseSpecifier(f *testing.F) {
	for _, s := range []string{">=3.9", "^3.9", "~3", "", "3.*", "==3.*,!=3.1", ",,", "~", "^"} {
		f.Add(s, "3.12.1")
	}
	f.Fuzz(func(_ *testing.T, spec, version string) {
		s, err := ParseSpecifier(spec)
		if err == nil {
			s.Allows(version)
		}
		MatchesPin(spec, version)
	})
}

// TestNormalVersion: what is wanted is what str(packaging.version.Version(v))
// of pip 26.3 gives; empty where that raises InvalidVersion.
func TestNormalVersion(t *testing.T) {
	for v, want := range map[string]string{
		"1.0": "1.0", "01.02.03": "1.2.3", "2023.07.22": "2023.7.22", " v1.0 ": "1.0", "1!2.0": "1!2.0", "0!2.0": "2.0",
		"1.0.0-beta.1": "1.0.0b1", "1.0a": "1.0a0", "1.0c1": "1.0rc1", "1.0preview": "1.0rc0", "1.0ALPHA1": "1.0a1",
		"1.0-dev": "1.0.dev0", "1.0-1": "1.0.post1", "1.0-r4": "1.0.post4", "1.0.post": "1.0.post0",
		"1.0+Ubuntu-1": "1.0+ubuntu.1", "1.0+abc.001": "1.0+abc.1", "1.0+0": "1.0+0", "1.0+00.x": "1.0+0.x",
		"1.0rc1.post2.dev3+Local_7": "1.0rc1.post2.dev3+local.7",
		"2004d":                     "", "3.3.1-1ubuntu3": "", "1.0-py3": "", "1.0+": "", "1..0": "", "": "",
	} {
		if got, ok := NormalVersion(v); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v, want %q", v, got, ok, want)
		}
	}
}
