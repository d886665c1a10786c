package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// windowsRegistryTool is what installers have registered by PEP 514: that of
// python.org above all, which python.org's Pythons are known by on Windows.
func windowsRegistryTool() tool {
	return tool{
		name:     "windows-registry",
		kind:     venvcore.KindWindowsRegistry,
		systems:  []string{"windows"},
		why:      "after those that register what they install, and say more of who keeps it",
		evidence: "registered below `Software\\Python` of the person or of the machine (PEP 514)",
		where:    "`HKCU\\Software\\Python`, and `HKLM\\Software\\Python` as programs of 64 and of 32 bits see it (Windows)",
		configured: func(l *Look) []place {
			// Nobody tells of a change of the registry, but an installer makes a
			// directory too; these are listed so that they are watched.
			for _, dir := range installerDirs(l.World()) {
				_, err := l.ReadDir(dir)
				l.fail(dir, err)
			}
			var out []place
			for _, r := range registered(l.registryKeys, l.registryValue) {
				out = append(out, r.place(l.World())...)
			}
			for _, p := range l.World().Places()["windows-registry"] {
				out = append(out, placesOf(placeBase, venvcore.KindWindowsRegistry, p)...)
			}
			return out
		},
	}
}

// installerDirs are where python.org's installer puts a Python, for the person
// and for everybody.
func installerDirs(w *World) []string {
	if !w.Windows() {
		return nil
	}
	dirs := []string{
		under(w, appData(w, "LOCALAPPDATA"), "Programs", "Python"),
		firstOf(w, "", "ProgramFiles"),
		firstOf(w, "", "ProgramFiles(x86)"),
	}
	return slices.DeleteFunc(dirs, func(d string) bool { return d == "" })
}

// registration is one Python that the registry tells of.
type registration struct {
	dir, executable string
	title           string // empty when the installer gave none
	version         string
}

// registered reads the registrations of PEP 514. What is registered for the
// person comes first, as there.
func registered(keys func(key string) []string, value func(key, name string) string) []registration {
	var out []registration
	for _, root := range []string{`HKCU\Software\Python`, `HKLM64\Software\Python`, `HKLM32\Software\Python`} {
		for _, company := range keys(root) {
			if company == "PyLauncher" {
				continue // reserved: it is the launcher itself
			}
			for _, tag := range keys(root + `\` + company) {
				key := root + `\` + company + `\` + tag
				r := registration{
					dir:        value(key+`\InstallPath`, ""),
					executable: value(key+`\InstallPath`, "ExecutablePath"),
					title:      printable(value(key, "DisplayName")),
					version:    normaliseVersion(value(key, "Version")),
				}
				// Of other companies what names no program has none to run.
				if r.executable != "" || company == "PythonCore" && r.dir != "" {
					out = append(out, r)
				}
			}
		}
	}
	return out
}

// place gives where the registered Python lies; nothing when that is nowhere.
func (r registration) place(w *World) []place {
	dir, what, program := r.dir, placeBase, ""
	if r.executable != "" {
		program = w.Clean(strings.Trim(r.executable, `"`))
		programs := w.Dir(program)
		if !w.IsAbs(dir) || !slices.Contains(baseBins(w, w.Clean(dir)), programs) {
			dir, what = programs, placeInterpreters
		}
	}
	if !w.IsAbs(dir) {
		return nil
	}
	return []place{{
		dir: w.Clean(dir), what: what, kind: venvcore.KindWindowsRegistry, program: program, name: r.title, version: r.version,
	}}
}
