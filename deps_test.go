// Package venvd_test holds the repository to its own rules: which package may
// import which (deps_test.go), how the code is written (house_source_test.go),
// and that the documents say what is there (house_test.go). The rules are
// tables with the reason of each row; ARCHITECTURE.md tells them as prose.
//
// Every file is parsed, whatever system it is built for, so a rule that only
// Windows breaks is seen on Linux.
package venvd_test

import (
	"slices"
	"strings"
	"testing"
)

const module = "github.com/venvd/venvd"

// layer is one package and the packages of ours that its code may import.
type layer struct {
	pkg string
	may []string
	why string
	// alone: its tests are held to the same arrows.
	alone bool
}

// layers is the architecture, bottom first. Tests may import what they like
// unless the row says otherwise; code that is built into venvd may not.
func layers() []layer {
	return []layer{
		{pkg: "venvcore", alone: true, why: "pure decisions stand on nothing, so that they can be tested as tables"},
		{pkg: "venvcore/engine", may: []string{"venvcore"}, why: "it owns what is known and declares what it needs as interfaces; who looks and who watches is not its business"},
		{pkg: "internal/fileid", alone: true, why: "a leaf that discover and watcher share: the identity of a directory that was read and of one that is watched must be the same text, or every scan would be doubted"},
		{pkg: "discover", may: []string{"venvcore", "internal/fileid"}, why: "it looks and reports values; what follows from them is decided elsewhere, and what is trusted it is told"},
		{pkg: "watcher", may: []string{"internal/fileid"}, alone: true, why: "it speaks paths, not environments"},
		{pkg: "internal/watching", may: []string{"venvcore", "venvcore/engine", "watcher"}, why: "it translates between two that do not know each other"},
		{pkg: "internal/state", may: []string{"venvcore"}, why: "it keeps values; what they mean is decided in venvcore"},
		{pkg: "internal/app", may: []string{"venvcore", "venvcore/engine", "discover", "internal/state"}, why: "use cases are the same for every front end, so they know none"},
		{pkg: "internal/wire", may: []string{"venvcore"}, why: "the protocol's JSON and its conversion, without behaviour"},
		{pkg: "internal/wire/gen", may: []string{"internal/wire", "venvcore", "discover"}, why: "it writes documents from the tables of wire and of discover, and is no part of venvd"},
		{pkg: "internal/rpc", alone: true, why: "JSON-RPC that knows nothing of Python can be tested, and replaced, by itself"},
		{pkg: "server", may: []string{"venvcore", "venvcore/engine", "internal/app", "internal/wire", "internal/rpc"}, why: "params in, a use case, a value out: it never looks at the disk or the store itself"},
		{
			pkg: "internal/cli", why: "the commands, and the one place where all parts meet",
			may: []string{"venvcore", "venvcore/engine", "discover", "watcher", "internal/watching", "internal/state", "internal/app", "internal/wire", "server"},
		},
		{pkg: "cmd/venvd", may: []string{"internal/cli"}, alone: true, why: "one call"},

		// What follows is for tests alone: no row above may import it.
		{pkg: "discover/worldtest", alone: true, why: "any test may unpack a machine with it, those of discover included"},
		{pkg: "integration_test/machine", alone: true, why: "asked by the installer of the test tools too"},
		{pkg: "integration_test/making", may: []string{"integration_test/machine"}, alone: true, why: "it uses the tools as a person does: what venvd makes of that is not its business, so that any test may ask it"},
		{pkg: "integration_test", may: []string{"integration_test/machine", "integration_test/making"}, alone: true, why: "it drives the real binary and so knows nothing of its code"},
		{pkg: "integration_test/perf", may: []string{"integration_test/machine"}, alone: true, why: "it measures the real binary from outside"},
		{pkg: "integration_test/storm", may: []string{"integration_test/machine"}, why: "it holds the engine, the watcher and discover together without the binary"},
		{pkg: "scripts/testtools", may: []string{"integration_test/machine"}, alone: true, why: "it installs what the tests run"},
		{pkg: "scripts/testsum", alone: true, why: "it reads the output of any go test"},
		{pkg: "scripts/picture", alone: true, why: "it turns what any terminal shows into a picture"},
	}
}

func TestArrows(t *testing.T) {
	rows := map[string]layer{}
	for _, l := range layers() {
		if l.why == "" {
			t.Errorf("the row %s gives no reason", l.pkg)
		}
		rows[l.pkg] = l
	}
	found := map[string]bool{}
	for _, f := range files(t) {
		if f.pkg == "." {
			continue // these tests
		}
		l, ok := rows[f.pkg]
		if !ok && !found[f.pkg] {
			t.Errorf("package %s is not in the table of layers: give it a row with its arrows and their reason", f.pkg)
		}
		found[f.pkg] = true
		if !ok {
			continue
		}
		for _, imp := range f.imports {
			ours, ok := strings.CutPrefix(imp.path, module+"/")
			if !ok || f.test && (!l.alone || ours == f.pkg) {
				continue
			}
			if !slices.Contains(l.may, ours) {
				t.Errorf("%s: %s may not import %s: %s", imp.at, f.pkg, ours, l.why)
			}
		}
	}
	for _, l := range layers() {
		if !found[l.pkg] {
			t.Errorf("the table of layers has a row for %s, which is not there", l.pkg)
		}
	}
}

// ban is a set of imports that only some places may have.
type ban struct {
	// imports are import paths; one that ends in "/..." names those below it
	// too.
	imports []string
	// within restricts the ban to these packages; empty: it holds everywhere.
	within []string
	// only are the packages and files that may have them all the same.
	only []string
	// tests: test files are held to it too.
	tests bool
	why   string
}

func bans() []ban {
	return []ban{
		{
			imports: []string{"github.com/fsnotify/fsnotify/..."}, only: []string{"watcher"}, tests: true,
			why: "events are hints, and the watcher is where their many kinds become one",
		},
		{
			imports: []string{"go.lsp.dev/..."}, only: []string{"server", "internal/wire", "internal/wire/gen", "internal/rpc", "internal/proxy"}, tests: true,
			why: "what LSP looks like is the business of who speaks it",
		},
		{
			imports: []string{"go.lsp.dev/jsonrpc2/..."}, only: []string{"internal/rpc"}, tests: true,
			why: "the library recycles the request and the context that it hands to a handler: neither may be kept, so neither leaves that package",
		},
		{
			imports: []string{"os/exec"}, only: []string{
				"discover/ask_run.go", // asks an interpreter for the version that no file tells, under the rules of ask_rules.go
				"scripts/testtools",   // installs the tools of the tests; it is no part of venvd
			},
			why: "venvd looks and follows; nothing on the machine is run for that, but for the one question that no file answers",
		},
		{
			imports: []string{"net", "net/http/...", "net/rpc/...", "net/smtp", "crypto/tls", "golang.org/x/net/..."}, tests: true,
			why: "venvd speaks to its client over stdin and stdout and to nobody else",
		},
		{
			imports: []string{"path/filepath"}, within: []string{"discover"},
			why: "it would apply the host's rules: World has the path functions of the machine that is looked at",
		},
		{
			imports: []string{"os/...", "io/...", "path/filepath", "syscall", "golang.org/x/sys/..."}, within: []string{"venvcore/engine"},
			why: "the engine's loop does no I/O, so nothing on disk can hold it up",
		},
		{
			imports: []string{"log/..."},
			why:     "there is one log, a *zap.Logger that is handed in: stdout belongs to the protocol",
		},
		{
			imports: []string{"C"}, tests: true,
			why: "without cgo every platform is built from every platform",
		},
	}
}

func TestBans(t *testing.T) {
	for _, f := range files(t) {
		for _, b := range bans() {
			if f.test && !b.tests || len(b.within) > 0 && !slices.Contains(b.within, f.pkg) ||
				slices.Contains(b.only, f.pkg) || slices.Contains(b.only, f.path) {
				continue
			}
			for _, imp := range f.imports {
				if slices.ContainsFunc(b.imports, func(pattern string) bool { return matches(pattern, imp.path) }) {
					t.Errorf("%s: import of %q: %s", imp.at, imp.path, b.why)
				}
			}
		}
	}
}

// TestCoreIsPure: what venvcore imports cannot fail, wait, or give two answers
// to one question.
func TestCoreIsPure(t *testing.T) {
	impure := []string{
		"os/...", "io/...", "time", "log/...", "encoding/...", "net/...", "context", "sync/...",
		"syscall", "path/filepath", "crypto/rand", "math/rand/...", "runtime/...", "unsafe",
	}
	libraries := []string{"github.com/aquasecurity/go-pep440-version"}
	for _, f := range files(t) {
		if f.pkg != "venvcore" || f.test {
			continue
		}
		for _, imp := range f.imports {
			first, _, _ := strings.Cut(imp.path, "/")
			standard := !strings.Contains(first, ".")
			impure := slices.ContainsFunc(impure, func(p string) bool { return matches(p, imp.path) })
			if impure || !standard && !slices.Contains(libraries, imp.path) {
				t.Errorf("%s: venvcore imports %q: pure computation needs none of it; take what it gives as a value", imp.at, imp.path)
			}
		}
	}
}

// matches reports whether an import path is the pattern, or lies below a
// pattern that ends in "/...".
func matches(pattern, path string) bool {
	tree, below := strings.CutSuffix(pattern, "/...")
	return path == tree || below && strings.HasPrefix(path, tree+"/")
}
