package integration_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/integration_test/machine"
)

// A bench is where one environment is filled with packages of every kind, by
// its own pip as far as that can, and by hand for the rest.
type bench struct {
	*world
	p      machine.Python
	python string // the environment's
	site   string // its site-packages
	prefix string
}

// pipWorld is a world in which pip and git read nobody's configuration, and pip
// reaches no index.
func pipWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.env = append(
		w.env, "PIP_NO_INDEX=1", "PIP_CONFIG_FILE="+os.DevNull, "PYTHONNOUSERSITE=1", "PIP_NO_COLOR=1",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b",
	)
	return w
}

// newBench makes an environment with the pip and the setuptools that this Python
// brings, unpacked: ensurepip does no more, and takes seconds for it.
func newBench(t *testing.T, p machine.Python, options ...string) *bench {
	t.Helper()
	w := pipWorld(t)
	b := &bench{world: w, p: p, prefix: filepath.Join(w.work, "env")}
	if p.HasVenv() {
		w.must(p.Exe, slices.Concat([]string{"-m", "venv", "--without-pip"}, options, []string{b.prefix})...)
	} else {
		if tool("virtualenv-20.17") == "" {
			t.Skip("virtualenv-20.17 is not installed; scripts/test installs it")
		}
		w.must(tool("virtualenv-20.17"), slices.Concat([]string{"-q", "--no-pip", "--no-setuptools", "--no-wheel", "-p", p.Exe}, options, []string{b.prefix})...)
	}
	b.python = filepath.Join(b.prefix, "bin", "python")
	b.site = filepath.Join(b.prefix, "lib", "python"+p.Minor, "site-packages")
	for _, name := range []string{"pip", "setuptools", "wheel"} {
		if wheel := seedWheel(t, p, name); wheel != "" {
			unzip(t, wheel, b.site)
		}
	}
	return b
}

// seedWheel gives the wheel of pip, setuptools or wheel that belongs to a
// Python: its own, else one that the virtualenvs among the test tools bring.
func seedWheel(t *testing.T, p machine.Python, name string) string {
	t.Helper()
	dir := filepath.Join(p.Prefix, "lib", "python"+p.Minor, "ensurepip", "_bundled")
	if p.System {
		dir = "/usr/share/python-wheels" // Debian's
	}
	found, _ := filepath.Glob(filepath.Join(dir, name+"-*.whl")) // the pattern is well-formed
	if len(found) > 0 {
		return found[len(found)-1]
	}
	switch {
	case name == "setuptools" && p.AtLeast(3, 12):
		return embedded(t, "virtualenv", "setuptools-82.")
	case name == "wheel" && !p.AtLeast(3, 7):
		return embedded(t, "virtualenv-20.17", "wheel-0.37.")
	case name == "wheel" && !p.AtLeast(3, 12): // setuptools has it in itself since 70.1
		return embedded(t, "virtualenv-20.17", "wheel-0.38.")
	}
	return ""
}

// embedded gives a wheel that a virtualenv has in itself.
func embedded(t *testing.T, virtualenv, begins string) string {
	t.Helper()
	if tool(virtualenv) == "" {
		t.Skipf("%s is not installed; scripts/test installs it", virtualenv)
	}
	exe, err := filepath.EvalSymlinks(tool(virtualenv))
	if err != nil {
		t.Fatal(err)
	}
	all, _ := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(exe)), "lib", "python3*", "site-packages", "virtualenv", "seed", "wheels", "embed", begins+"*.whl"))
	if len(all) == 0 {
		t.Fatalf("%s has no wheel %s*", virtualenv, begins)
	}
	return all[len(all)-1]
}

// unzip unpacks a wheel, the whole of it or the part below a directory.
func unzip(t *testing.T, wheel, to string, only ...string) {
	t.Helper()
	z, err := zip.OpenReader(wheel)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		top, _, _ := strings.Cut(f.Name, "/")
		if strings.HasSuffix(f.Name, "/") || len(only) > 0 && !slices.Contains(only, top) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(to, f.Name), string(data))
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	writeFile(t, path, text, 0o644)
}

// zipOf makes an archive of files by name.
func zipOf(t *testing.T, path string, files map[string]string) {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, path, buf.String())
}

func core(name, version string) string {
	return "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\nSummary: made\n\nName: not this\n"
}

// wheel makes a wheel and gives its path.
func (b *bench) wheel(name, version string) string {
	info := name + "-" + version + ".dist-info/"
	module := strings.ToLower(strings.NewReplacer(".", "_", "-", "_").Replace(name))
	path := filepath.Join(b.work, "wheels", name+"-"+version+"-py2.py3-none-any.whl")
	zipOf(b.t, path, map[string]string{
		module + ".py": "", info + "METADATA": core(name, version),
		info + "WHEEL":  "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n",
		info + "RECORD": module + ".py,,\n" + info + "METADATA,,\n" + info + "WHEEL,,\n" + info + "RECORD,,\n",
	})
	return path
}

// project writes the source of a package into a directory of the world; src is
// where its modules lie.
func (b *bench) project(dir, name, src string) string {
	where := ""
	if src != "" {
		where = "package_dir={'': '" + src + "'}, "
	}
	root := filepath.Join(b.work, "src", dir)
	write(b.t, filepath.Join(root, "setup.py"), "from setuptools import setup\nsetup(name='"+name+"', version='1.5', "+where+"packages=['"+name+"'])\n")
	write(b.t, filepath.Join(root, src, name, "__init__.py"), "")
	return root
}

// git runs git in a directory of the world.
func (b *bench) git(dir string, args ...string) {
	b.t.Helper()
	b.must("git", append([]string{"-C", dir, "-c", "init.defaultBranch=main"}, args...)...)
}

// commit makes a directory a repository with all that is in it.
func (b *bench) commit(dir string) {
	b.t.Helper()
	b.git(dir, "init", "-q")
	b.git(dir, "add", "-A")
	b.git(dir, "commit", "-q", "-m", "x")
}

// installed writes the metadata of a package by hand.
func (b *bench) installed(dir, name, version string, files map[string]string) {
	b.t.Helper()
	info := filepath.Join(dir, name+"-"+version+".dist-info")
	write(b.t, filepath.Join(info, "METADATA"), core(name, version))
	for file, text := range files {
		write(b.t, filepath.Join(info, file), text)
	}
}

// directURL is the content of a direct_url.json for an editable directory.
func directURL(t *testing.T, dir string) map[string]string {
	t.Helper()
	data, err := json.Marshal(map[string]any{"url": fileURI(dir), "dir_info": map[string]bool{"editable": true}})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"direct_url.json": string(data), "INSTALLER": "uv\n"}
}
