package discover

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/venvd/venvd/discover/worldtest"
)

// The bases on which makeEnvironment makes environments.
const (
	posixBase = `
-- /usr/bin/python3.11 0755 --
!elf x86_64
-- /usr/lib/python3.11/os.py --
`
	windowsBase = `
-- C:/Python311/python.exe --
!pe x86_64
-- C:/Python311/python311.dll --
-- C:/Python311/Lib/os.py --
`
)

// What each creator leaves, without its activation files for other shells.
const (
	posixMade = `
-- $ENV/pyvenv.cfg --
home = /usr/bin
include-system-site-packages = false
$KEYS
-- $ENV/bin/python -> /usr/bin/python3.11 --
-- $ENV/bin/python3 -> python --
-- $ENV/bin/activate --
VIRTUAL_ENV="$ENV"
-- $ENV/bin/activate.csh --
-- $ENV/lib/python3.11/site-packages/ --
`
	windowsMade = `
-- $ENV/pyvenv.cfg --
home = C:\Python311
include-system-site-packages = false
$KEYS
-- $ENV/Scripts/python.exe --
!pe x86_64
-- $ENV/Scripts/activate --
VIRTUAL_ENV="$PATH"
-- $ENV/Scripts/activate.bat --
-- $ENV/Lib/site-packages/ --
`
)

// makeEnvironment makes what a creator makes, at its end.
func makeEnvironment(t *testing.T, w *World, creator, dir string) {
	t.Helper()
	keys, more := "version = 3.11.2", ""
	switch creator {
	case "venv":
	case "virtualenv":
		keys, more = "version = 3.11.2\nvirtualenv = 21.15.8", "-- $ENV/$BIN/activate_this.py --\n"
	case "uv":
		keys = "uv = 0.13.8\nversion_info = 3.11.2"
		more = "-- $ENV/$BIN/activate_this.py --\n-- $ENV/$BIN/pydoc.bat --\n-- $ENV/CACHEDIR.TAG --\n-- $ENV/lib64 -> lib --\n"
	default:
		t.Fatalf("no such creator: %s", creator)
	}
	base, made, at := posixBase, posixMade, "/usr/bin"
	if w.OS == "darwin" { // where /usr/bin has none but Apple's own
		base, made, at = strings.NewReplacer("/usr/", "/usr/local/", "!elf", "!mach").Replace(base), strings.ReplaceAll(made, "/usr/", "/usr/local/"), "/usr/local/bin"
	}
	if w.Windows() {
		base, made, at = windowsBase, windowsMade, `C:\Python311`
		more = strings.ReplaceAll(more, "-- $ENV/lib64 -> lib --\n", "")
	}
	worldtest.Add(t, w.Prefix, base+strings.NewReplacer(
		"$KEYS", keys, "$BIN", w.BinDir(), "$PATH", dir, "$ENV", strings.ReplaceAll(dir, `\`, "/"),
	).Replace(made+more))
	makePrograms(t, w.host(at))
	makePrograms(t, w.host(dir))
	// virtualenv writes pyvenv.cfg again as its last step; what an owner adds, as
	// the other files of the world, comes later.
	written := time.Now().Add(-time.Minute)
	for _, name := range []string{markerName, w.Join(w.BinDir(), "activate_this.py")} {
		path := w.host(w.Join(dir, name))
		if _, err := os.Lstat(path); err == nil {
			must(t, os.Chtimes(path, written, written))
		}
	}
}

func makeOlder(t *testing.T, w *World, path string) {
	t.Helper()
	before := time.Now().Add(-time.Hour)
	must(t, os.Chtimes(w.host(path), before, before))
}

// scanned tells what a report says of a folder, or of the places of a tool: by
// itself of that of the row.
func scanned(t *testing.T, w *World, row tool, what string) string {
	t.Helper()
	root := Root{Kind: RootTool, Tool: cmp.Or(what, row.name)}
	if w.IsAbs(what) {
		root = Root{Kind: RootFolder, Path: what}
	}
	r, err := NewScanner(w, Options{Identities: true}).Scan(t.Context(), Query{Root: root})
	must(t, err)
	var out strings.Builder
	fmt.Fprintf(&out, "scan %s: %d environments\n", root.Key(), len(r.Environments))
	for _, e := range r.Environments {
		out.WriteString(shown(e.Prefix, e))
	}
	for _, p := range r.Projects {
		fmt.Fprintf(&out, "project %s\n", p.Root)
		for _, k := range p.Kept {
			show(&out, "keeps", string(k.Kind), k.Prefix, "by", k.File)
		}
	}
	for _, tool := range r.Tools {
		fmt.Fprintln(&out, strings.TrimSpace(fmt.Sprintf("tool %s %s %s", tool.Name, tool.Path, tool.Version)))
	}
	for _, f := range r.Faults {
		fmt.Fprintf(&out, "fault %s %q: %s\n", f.Code, f.Path, f.Message)
	}
	return out.String()
}
