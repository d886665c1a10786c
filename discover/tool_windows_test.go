package discover

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRegistered: the forms that PEP 514 allows.
func TestRegistered(t *testing.T) {
	r := madeRegistry{}
	for _, line := range []string{
		`HKLM32\Software\Python\PythonCore\3.4\InstallPath = C:\Python34`,
		`HKCU\Software\Python\Company\tag|DisplayName = My Python`,
		`HKCU\Software\Python\Company\tag|Version = 3.12.4`,
		`HKCU\Software\Python\Company\tag\InstallPath = C:\c`,
		`HKCU\Software\Python\Company\tag\InstallPath|ExecutablePath = C:\c\python.exe`,
		`HKCU\Software\Python\Company\none\InstallPath = C:\none`,
		`HKCU\Software\Python\PythonCore\empty|DisplayName = nothing`,
		`HKCU\Software\Python\PyLauncher\x\InstallPath|ExecutablePath = C:\Windows\py.exe`,
	} {
		r.add(line)
	}
	l := NewLook(&World{OS: "windows", Registry: r})
	got := registered(l.registryKeys, l.registryValue)
	want := []registration{
		{dir: `C:\c`, executable: `C:\c\python.exe`, title: "My Python", version: "3.12.4"},
		{dir: `C:\Python34`},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(registration{})); d != "" {
		t.Errorf("want (-), got (+):\n%s", d)
	}
}

// TestRegistryIsReadByEveryScan: nothing tells that it has changed. Where
// installers put what they register is watched.
func TestRegistryIsReadByEveryScan(t *testing.T) {
	w := unpacked(t, "-- C:/py/python.exe --\n!pe x86_64\n-- C:/py/python312.dll --\n-- C:/py/Lib/os.py --\n-- C:/Program Files/x --\n")
	r := madeRegistry{}
	w.OS, w.Registry = "windows", r
	w.Env = func(name string) (string, bool) { return `C:\Program Files`, name == "ProgramFiles" }
	s, q := NewScanner(w, Options{}), Query{Root: Root{Kind: RootTool, Tool: "windows-registry"}}
	report, err := s.Scan(t.Context(), q)
	must(t, err)
	if len(report.Environments) != 0 {
		t.Fatalf("found %v", report.Environments)
	}
	if !slices.ContainsFunc(report.Watch, func(x Watch) bool { return x.Path == `C:\Program Files` }) {
		t.Errorf("the directory of programs is not watched: %v", report.Watch)
	}
	r.add(`HKCU\Software\Python\PythonCore\3.12\InstallPath = C:\py`)
	if report, err = s.Scan(t.Context(), q); err != nil || len(report.Environments) != 1 {
		t.Errorf("what was registered since is not seen: %v %v", report.Environments, err)
	}
	clear(r)
	if report, err = s.Scan(t.Context(), q); err != nil || len(report.Environments) != 0 {
		t.Errorf("what is registered no longer is still there: %v %v", report.Environments, err)
	}
}

func TestStorePackages(t *testing.T) {
	for version, want := range map[string]string{
		"3.12.2800.0": "3.12.10", "3.11.2544.0": "3.11.9", "3.13.194.0": "3.13.0rc2", "3.14.161.0": "3.14.0a1", "3.9": "", "a.b.c": "",
	} {
		if got := (storePackage{version: version}).python(); got != want {
			t.Errorf("package %s is Python %q, want %q", version, got, want)
		}
	}
	name, publisher := "PythonSoftwareFoundation.Python.3.12", "qbz5n2kfra8p0"
	for full, want := range map[string]bool{
		name + "_3.12.2800.0_x64__" + publisher:                                   true,
		name + "_3.12.2800.0_x64__other":                                          false,
		"PythonSoftwareFoundation.Python.3.1_3.1.1.0_x64__" + publisher:           false,
		"PythonSoftwareFoundation.PythonManager_25.0.240.0_x64__" + publisher:     false,
		name + "_3.12.2800.0_neutral_split.language-de_qbz5n2kfra8p0" + publisher: false,
	} {
		if _, _, ok := splitFullName(full, name, publisher); ok != want {
			t.Errorf("%s is of the family: %v", full, ok)
		}
	}
	if compareNumbers("3.12.2800.0", "3.12.10.0") <= 0 || compareNumbers("3.9", "3.10") >= 0 {
		t.Error("numbers are compared as text")
	}
}

func TestExpand(t *testing.T) {
	w := &World{OS: "windows", Env: func(name string) (string, bool) { return "C:\\x", name == "X" }}
	for in, want := range map[string]string{
		`%X%\py`: `C:\x\py`, "plain": "plain", `%NO%\py`: `%NO%\py`, "50%": "50%", `%NO%%X%`: `%NO%C:\x`, "": "",
	} {
		if got := expand(w, in); got != want {
			t.Errorf("%q is expanded to %q, want %q", in, got, want)
		}
	}
}
