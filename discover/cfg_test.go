package discover

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/venvcore"
)

// read is what the tests look at of a parsed pyvenv.cfg.
type read struct {
	Home, Version, Prompt string
	System                bool
}

func readOf(text string) read {
	c := parseConfig([]byte(text))
	return read{c.home(), c.version(), c.prompt(), c.systemSite()}
}

func TestConfigIsReadAsPythonReadsIt(t *testing.T) {
	const off = "include-system-site-packages = false\n"
	for _, tt := range []struct {
		name, text string
		want       read
	}{
		{"venv 3.12", "home = /b/bin\n" + off + "version = 3.12.1\n", read{"/b/bin", "3.12.1", "", false}},
		{"virtualenv 20", "home = /b/bin\nversion_info = 3.11.2.final.0\n" + off, read{"/b/bin", "3.11.2", "", false}},
		{"uv with a minor", "home = /b\nuv = 1\nversion_info = 3.13\n" + off, read{"/b", "3.13", "", false}},
		{"PEP 838", "python-version = 3.16\n" + off, read{"", "3.16", "", false}},
		{"any case, blanks and tabs", "\t HOME\t=\t /b \nInclude-System-Site-Packages=FALSE\n", read{"/b", "", "", false}},
		{"CR LF", "home = /b\r\ninclude-system-site-packages = false\r\n", read{"/b", "", "", false}},
		{"CR alone", "home = /b\rinclude-system-site-packages = false\r", read{"/b", "", "", false}},
		{"no final newline", "home = /b\ninclude-system-site-packages = false", read{"/b", "", "", false}},
		{"= in the value", "home = /a=b\n" + off, read{"/a=b", "", "", false}},
		{"lines that say nothing", "[section]\n# home\n#home = /x\nnonsense\n\nhome = /b\n" + off, read{"/b", "", "", false}},
		{"home twice: the first", "home = /1\nhome = /2\n" + off, read{"/1", "", "", false}},
		{"system twice: the last", "include-system-site-packages = true\n" + off, read{"", "", "", false}},
		{"system missing: true", "home = /b\n", read{"/b", "", "", true}},
		{"system yes: false", "include-system-site-packages = yes\n", read{}},
		{"system True", "include-system-site-packages = True\n", read{System: true}},
		{"empty", "", read{System: true}},
		{"byte order mark before home", "\uFEFFhome = /b\n" + off, read{"/b", "", "", false}},
		{"byte order mark before system", "\uFEFF" + off, read{System: true}},
		{"prompt as Python prints it", "prompt = 'it is'\n" + off, read{Prompt: "it is"}},
		{"prompt with a quote", "prompt = \"it's\"\n" + off, read{Prompt: "it's"}},
		{"prompt with both", `prompt = 'it\'s "x" \\ y'` + "\n" + off, read{Prompt: `it's "x" \ y`}},
		{"prompt of virtualenv", "virtualenv = 21\nprompt = \"it's \"q\"\\\\n\"\n" + off, read{Prompt: `it's "q"\\n`}},
		{"bare prompt", "prompt = it's\n" + off, read{Prompt: "it's"}},
		{"half a quote", "prompt = 'x\n" + off, read{Prompt: "'x"}},
		{"a quote alone", "prompt = '\n" + off, read{Prompt: "'"}},
		{"prompt of venv 3.8", "prompt = '.'\n" + off, read{}},
		{"only prompt loses quotes", "home = '/b'\n" + off, read{"'/b'", "", "", false}},
		{"ASCII separators are blanks", "home\x1c=\x1f/b\x1e\n" + off, read{"/b", "", "", false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, readOf(tt.text)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestConfigReportsBytesThatAreNotUTF8(t *testing.T) {
	c := parseConfig([]byte("home = /b\nprompt = \xff\n"))
	if !c.badBytes || c.home() != "/b" {
		t.Errorf("bad bytes %v, home %q", c.badBytes, c.home())
	}
	if parseConfig([]byte("prompt = ü\n")).badBytes {
		t.Error("UTF-8 is reported as bad")
	}
}

// TestConfigAgreesWithRealPythons runs every Python of the machine on the
// texts for which readers of the file are known to differ.
func TestConfigAgreesWithRealPythons(t *testing.T) {
	texts := []string{
		"home = %s\n", "", "home = %s\nINCLUDE-SYSTEM-SITE-PACKAGES = False\n",
		"home = %s\ninclude-system-site-packages = true\ninclude-system-site-packages = false\n",
		"home = %s\ninclude-system-site-packages = false\ninclude-system-site-packages = TRUE\n",
		"home = %s\ninclude-system-site-packages = yes\n", "home = %s\r\ninclude-system-site-packages = false\r\n",
		"home = %s\rinclude-system-site-packages = false\r", "home = %s\n\uFEFFinclude-system-site-packages = false\n",
		"home = %s\n#include-system-site-packages = false\n", "home = %s\n\x1cinclude-system-site-packages\u00a0=\u2003false\x1d\n",
		"home = %s\ninclude-system-site-packages = false = true\n", "home = %s\ninclude-system-site-packages false\n",
	}
	for _, base := range realBases(t) {
		t.Run(base.Name, func(t *testing.T) {
			t.Parallel()
			dir := realDir(t)
			bin := filepath.Join(dir, "bin")
			must(t, os.MkdirAll(bin, 0o755))
			python := filepath.Join(bin, "python")
			must(t, os.Symlink(base.Interpreter, python))
			for _, text := range texts {
				if strings.Contains(text, "%s") {
					text = fmt.Sprintf(text, filepath.Dir(base.Interpreter))
				}
				must(t, os.WriteFile(filepath.Join(dir, markerName), []byte(text), 0o644))
				cmd := exec.Command(python, "-B", "-s", "-c", "import site, sys; print(sys.base_prefix in site.PREFIXES)")
				cmd.Env = []string{"HOME=" + dir}
				out, err := cmd.Output()
				if err != nil {
					t.Errorf("%q: %v", text, err)
					continue
				}
				if got, want := readOf(text).System, strings.TrimSpace(string(out)) == "True"; got != want {
					t.Errorf("%q: system packages are seen: we say %v and Python %s does %v", text, got, base.Version, want)
				}
			}
		})
	}
}

// TestHomeDecidesTheLibrary: what is told as the prefix of the base is
// sys.base_prefix, also where link and home differ.
func TestHomeDecidesTheLibrary(t *testing.T) {
	bases := realBases(t)
	for _, base := range bases {
		for _, other := range bases {
			same := venvcore.Minor(base.Version) == venvcore.Minor(other.Version)
			if other.ID == base.ID || !same && other != bases[0] {
				continue // those of one minor matter; one of another is enough
			}
			t.Run(base.Name+" and "+other.Name, func(t *testing.T) {
				t.Parallel()
				dir := realDir(t)
				lib := filepath.Join(dir, "lib", "python"+venvcore.Minor(base.Version), "site-packages")
				must(t, os.MkdirAll(lib, 0o755))
				must(t, os.MkdirAll(filepath.Join(dir, "bin"), 0o755))
				must(t, os.Symlink(base.Interpreter, filepath.Join(dir, "bin", "python")))
				must(t, os.WriteFile(filepath.Join(dir, markerName), []byte("home = "+filepath.Dir(other.Interpreter)+"\n"), 0o644))
				e := examineDir(t, NewWorld(), dir)
				if want := ask(t, e.Interpreter); e.Base.Prefix != want.BasePrefix || e.Version != want.Version {
					t.Errorf("we say %s of %s, Python says %s of %s", e.Version, e.Base.Prefix, want.Version, want.BasePrefix)
				}
			})
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func FuzzConfig(f *testing.F) {
	for _, seed := range []string{
		"", "=", "home = /b\n", "HOME=/b\r\nprompt='x'", "\uFEFFhome = /b", "prompt = '\n", "prompt = ''\n", "\xff=\xfe\n",
		"version = 3.14.0.candidate.1\n", "version_info = ....\n", "include-system-site-packages = \x00true\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := parseConfig(data)
		again := parseConfig([]byte(render(c)))
		if d := cmp.Diff(c.pairs, again.pairs, cmp.AllowUnexported(pair{})); d != "" && !c.badBytes {
			t.Errorf("what was read is read differently when it is written again:\n%s", d)
		}
		if v := c.version(); v != "" && venvcore.Minor(v) == "" {
			t.Errorf("%q is no version", v)
		}
		if strings.ContainsAny(c.home()+c.prompt(), "\r\n") {
			t.Errorf("a value of two lines: %q %q", c.home(), c.prompt())
		}
	})
}

func render(c config) string {
	var out strings.Builder
	for _, p := range c.pairs {
		if p.hidden {
			out.WriteString("\uFEFF")
		}
		out.WriteString(p.key + "=" + p.value + "\n")
	}
	return out.String()
}
