package machine_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/venvd/venvd/integration_test/machine"
)

// pyenv makes a pyenv root with the given names in versions/, each with an
// interpreter of the given minor version.
func pyenv(t *testing.T, versions map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, minor := range versions {
		bin := filepath.Join(root, "versions", name, "bin")
		if err := os.MkdirAll(bin, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "python"+minor), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestPyenvVersionsAreFoundWithoutHome(t *testing.T) {
	root := pyenv(t, map[string]string{"3.9.1": "3.9", "3.12.4": "3.12", "my-env": "3.12", "3.8.1": "3.7"})
	t.Setenv("HOME", t.TempDir())
	t.Setenv("PYENV_ROOT", "")
	t.Setenv("PATH", filepath.Join(root, "shims"))

	var got []string
	for _, p := range machine.Pythons() {
		if !p.System {
			got = append(got, p.Name()+" "+p.Exe)
		}
	}
	versions := filepath.Join(root, "versions")
	want := []string{
		"3.9 " + filepath.Join(versions, "3.9.1", "bin", "python3.9"),
		"3.12 " + filepath.Join(versions, "3.12.4", "bin", "python3.12"),
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("Pythons = %q, want %q", got, want)
	}
}

func TestAtLeast(t *testing.T) {
	p := machine.Python{Minor: "3.9"}
	if !p.AtLeast(3, 9) || !p.AtLeast(2, 7) || p.AtLeast(3, 10) {
		t.Error("3.9 must be at least 2.7 and 3.9, and less than 3.10")
	}
}
