package discover

import (
	"fmt"
	"strings"
	"testing"
)

func TestCondaPackageOf(t *testing.T) {
	for _, c := range []struct{ file, name, version, build string }{
		{"python-3.12.4-h99e199e_1.json", "python", "3.12.4", "h99e199e_1"},
		{"python-dateutil-2.9.0-py_0.json", "python-dateutil", "2.9.0", "py_0"},
		{"python_abi-3.12-5_cp312.json", "python_abi", "3.12", "5_cp312"},
		{"a-1-0.json", "a", "1", "0"},
		{"python.json", "", "", ""},
		{"python-3.12.json", "", "", ""},
		{"-3.12-0.json", "", "", ""},
		{"python-3.12.4-0.conda", "", "", ""},
		{"prefix_record_k3Jd8x", "", "", ""},
		{".json", "", "", ""},
	} {
		p, ok := condaPackageOf(c.file)
		if ok != (c.name != "") || p.name != c.name || p.version != c.version || p.build != c.build {
			t.Errorf("%s: %+v, %v", c.file, p, ok)
		}
	}
}

// TestParseFacts: what a record says as far as it can be read, and whether that is
// to its end.
func TestParseFacts(t *testing.T) {
	for _, c := range []struct {
		text, subdir, site string
		whole              bool
	}{
		{`{"subdir": "linux-64", "python_site_packages_path": "lib/python3.13t/site-packages"}`, "linux-64", "lib/python3.13t/site-packages", true},
		{`{"channel": "https://x/conda-forge/osx-arm64", "files": ["a"], "subdir": "osx-64"}`, "osx-64", "", true},
		{`{"channel": "https://x/conda-forge/win-64", "files": ["a`, "win-64", "", false},
		{`{"channel": "conda-forge"}`, "", "", true},
		{`{"subdir": 12, "python_site_packages_path": null}`, "", "", true},
		{`{"subdir": "noarch"}`, "noarch", "", true},
		{`{"subdir": "linux-64", }`, "linux-64", "", false},
		{`{"subdir": "linux-64"`, "linux-64", "", false},
		{`{"subdir": {"deep": [1, {"subdir": "no"}]}}`, "", "", true},
		{`{"a\u0000b": "c", "subdir": "linux\u002d64"}`, "linux-64", "", true},
		{`["subdir", "linux-64"]`, "", "", false},
		{`"linux-64"`, "", "", false},
		{``, "", "", false},
		{"\x00\x01", "", "", false},
		{`{"subdir": "linux-64", "subdir": "win-64"}`, "linux-64", "", false},
	} {
		f, err := parseFacts([]byte(c.text))
		if f.subdir != c.subdir || f.site != c.site || (err == nil) != c.whole {
			t.Errorf("%s: %+v, %v", c.text, f, err)
		}
	}
}

// TestRecordIsReadByItsHead: what is cut off there is no fault; a record that ends
// in the middle is one.
func TestRecordIsReadByItsHead(t *testing.T) {
	var files strings.Builder
	for i := range 6000 {
		fmt.Fprintf(&files, "%q, ", fmt.Sprintf("lib/python3.12/module_%d.py", i))
	}
	long := `{"channel": "https://x/linux-64", "files": [` + files.String() + `"x"], "subdir": "linux-aarch64"}`
	w := unpacked(t, "-- /r/long.json --\n"+long+"\n-- /r/short.json --\n{\"channel\": \"x/linux-64\", \"files\": [\n-- /r/other.json --\n[]\n")
	for _, c := range []struct {
		path   string
		whole  bool
		subdir string
		faults int
	}{
		{"/r/long.json", false, "linux-64", 0},
		{"/r/long.json", true, "linux-aarch64", 0},
		{"/r/short.json", false, "linux-64", 1},
		{"/r/other.json", false, "", 1},
		{"/r/absent.json", false, "", 0},
		{"/r", false, "", 1},
	} {
		l := NewLook(w)
		if f := readFacts(l, c.path, c.whole); f.subdir != c.subdir || len(l.log.faults) != c.faults {
			t.Errorf("%s: %+v, %v", c.path, f, l.log.faults)
		}
	}
}

func TestHistoryPython(t *testing.T) {
	for _, c := range []struct{ text, version string }{
		{"", ""},
		{"==> x <==\n+defaults::python-3.9.7-h12debd9_1\n", "3.9.7"},
		{"+conda-forge/linux-64::python-3.12.4-h99e199e_1\r\n", "3.12.4"},
		{"+python-2.7.5-0\n", "2.7.5"},
		{"+defaults::python-3.9.7-h12debd9_1.tar.bz2\n", "3.9.7"},
		{"+https://conda.anaconda.org/conda-forge/linux-64::python-3.10.4-h2660328_0_cpython\n", "3.10.4"},
		{"+a::python-3.9.7-0\n-a::python-3.9.7-0\n+a::python-3.10.1-0\n", "3.10.1"},
		{"+a::python-3.9.7-0\n-a::python-3.9.7-0\n", ""},
		{"+a::python-dateutil-2.9.0-py_0\n# update specs: ['python=3.12']\n+\n-\n+-\n+a::\n", ""},
	} {
		if p, ok := historyPython(c.text); p.version != c.version || ok != (c.version != "") {
			t.Errorf("%q: %+v, %v", c.text, p, ok)
		}
	}
}

func TestCreatedByConda(t *testing.T) {
	for text, want := range map[string]bool{
		"==> x <==\n# cmd: /opt/conda/bin/conda create -n x\n":                                          true,
		"# cmd: /usr/bin/mamba env create\n":                                                            true,
		"# cmd: /opt/conda/conda.exe install --offline --file pkgs/env.txt\n# cmd: conda create -n y\n": false,
		"# cmd: constructor\n": false,
		"+a::python-3.9.7-0\n": false,
		"":                     false,
	} {
		if got := createdByConda(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestCondaPlatforms(t *testing.T) {
	for subdir, want := range map[string]string{
		"linux-64": "linux x86_64", "linux-aarch64": "linux arm64", "linux-32": "linux x86", "linux-ppc64le": "linux ppc64le",
		"linux-armv7l": "linux arm", "osx-64": "darwin x86_64", "osx-arm64": "darwin arm64", "win-64": "windows x86_64", "noarch": " ",
	} {
		if got := condaOS(subdir) + " " + condaArch(subdir); got != want {
			t.Errorf("%s: %s", subdir, got)
		}
	}
}

func FuzzCondaRecord(f *testing.F) {
	f.Add([]byte(`{"channel": "x/linux-64", "files": [1, {}], "subdir": "linux-64"}`))
	f.Add([]byte(`{"subdir`))
	f.Fuzz(func(t *testing.T, data []byte) {
		facts, _ := parseFacts(data) // it ends, and what it says is in the file
		if facts.site != "" && len(facts.site) > len(data) {
			t.Errorf("%q is longer than the file", facts.site)
		}
		historyPython(string(data))
		if p, ok := condaPackageOf(string(data)); ok && (p.name == "" || strings.Contains(p.build, "-")) {
			t.Errorf("%+v", p)
		}
	})
}
