package discover

import (
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

func TestNormaliseVersion(t *testing.T) {
	for in, want := range map[string]string{
		"3.13.0": "3.13.0", "3.11.2.final.0": "3.11.2", "3.14.0.candidate.1": "3.14.0rc1", "3.14.0rc1": "3.14.0rc1",
		"3.15.0.alpha.3": "3.15.0a3", "3.15.0.beta.2": "3.15.0b2", "3.15.0a": "3.15.0a0", "3.12.0+": "3.12.0", "3.13": "3.13",
		" 3.12.1 ": "3.12.1", "2.7.18": "2.7.18", "": "", "3": "", "three": "", "3.12.1.2.3": "", "3.12.1-evil": "", "v3.12.1": "",
	} {
		if got := normaliseVersion(in); got != want {
			t.Errorf("normaliseVersion(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDirectoryVersion(t *testing.T) {
	for in, want := range map[string]string{
		"3.12.1": "3.12.1", "3.13.0t": "3.13.0", "3.14.0rc1": "3.14.0rc1", "3.14-dev": "", "3.14.0-dev": "3.14.0",
		"cpython-3.12.4-linux-x86_64-gnu": "3.12.4", "cpython-3.13.0+freethreaded-linux-x86_64-gnu": "3.13.0",
		"cpython-3.13-linux-x86_64-gnu": "", "pypy3.10-7.3.17": "", "usr": "", "3.12": "", "miniconda3-4.7.12": "", "web-3.12.1": "",
	} {
		if got := directoryVersion(in); got != want {
			t.Errorf("directoryVersion(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestUpstreamVersion(t *testing.T) {
	for in, want := range map[string]string{
		"3.11.2-6+deb12u6": "3.11.2", "1:3.12.3-1ubuntu2": "3.12.3", "3.14.0~rc1-2": "3.14.0rc1", "3.12.8-r1": "3.12.8",
		"3.11.2-1+b1": "3.11.2", "": "", "none": "",
	} {
		if got := upstreamVersion(in); got != want {
			t.Errorf("upstreamVersion(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPackageVersionIsThatOfTheWholeName(t *testing.T) {
	status := []byte("Package: libpython3.11-minimal\nVersion: 1.0.0\n\nPackage: python3.11-minimal-x\nVersion: 2.0.0\n\n" +
		"Status: ok\nPackage: python3.11-minimal\nDescription: Version: 9.9.9\nVersion: 3.11.2-6\n")
	if got := packageVersion(status, "Package: ", "Version: ", "python3.11-minimal"); got != "3.11.2" {
		t.Errorf("got %q", got)
	}
	if got := packageVersion(status, "Package: ", "Version: ", "python3.12-minimal"); got != "" {
		t.Errorf("a package that is not there has version %q", got)
	}
}

func TestDetailsVersion(t *testing.T) {
	for in, want := range map[string]string{
		`{"language": {"version_info": {"major": 3, "minor": 14, "micro": 2, "releaselevel": "final", "serial": 0}}}`:     "3.14.2",
		`{"language": {"version_info": {"major": 3, "minor": 15, "micro": 0, "releaselevel": "candidate", "serial": 1}}}`: "3.15.0rc1",
		`{"language": {"version": "3.14"}}`: "", `{`: "", ``: "", `[]`: "", `{"language": 3}`: "",
	} {
		if got := detailsVersion([]byte(in)); got != want {
			t.Errorf("detailsVersion(%s) = %q, want %q", in, got, want)
		}
	}
}

func FuzzVersion(f *testing.F) {
	for _, s := range []string{"3.14.0.candidate.1", "3.13", "3.11.2-6+deb12u6", "cpython-3.12.4-linux-x86_64-gnu", "3.12.0+"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, v := range []string{normaliseVersion(s), directoryVersion(s), upstreamVersion(s)} {
			if v == "" {
				continue
			}
			if normaliseVersion(v) != v || venvcore.Minor(v) == "" || strings.ContainsAny(v, " +-") {
				t.Errorf("%q gives %q, which is no version in the normal form", s, v)
			}
		}
	})
}
