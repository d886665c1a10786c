package discover

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// madeRegistry is the registry of a world: values by key and name.
type madeRegistry map[string]map[string]string

// add takes a line `KEY = VALUE` or `KEY|NAME = VALUE`.
func (r madeRegistry) add(line string) {
	at, value, _ := strings.Cut(line, " = ")
	key, name, _ := strings.Cut(at, "|")
	if r[key] == nil {
		r[key] = map[string]string{}
	}
	r[key][name] = value
}

func (r madeRegistry) Keys(key string) ([]string, error) {
	found := map[string]bool{}
	for k := range r {
		if rest, ok := strings.CutPrefix(k, key+`\`); ok {
			name, _, _ := strings.Cut(rest, `\`)
			found[name] = true
		}
	}
	if len(found) == 0 && r[key] == nil {
		return nil, fs.ErrNotExist
	}
	return slices.Sorted(maps.Keys(found)), nil
}

func (r madeRegistry) Value(key, name string) (string, error) {
	if v, ok := r[key][name]; ok {
		return v, nil
	}
	return "", fs.ErrNotExist
}

// addJunction makes a directory that is another one too: `AT = TO`.
func addJunction(t *testing.T, w *World, line string) {
	t.Helper()
	at, to, _ := strings.Cut(line, " = ")
	must(t, os.MkdirAll(w.host(at), 0o755)) // the entry; what it leads to is the other's
	if w.Junctions == nil {
		w.Junctions = map[string]string{}
	}
	w.Junctions[at] = to
}

// allBases scans every tool of bases and puts together what they find, as the
// engine does: each base once.
func allBases(t testing.TB, w *World) *venvcore.Machine {
	t.Helper()
	byID := map[string]*venvcore.Environment{}
	scanner := NewScanner(w, Options{Identities: true})
	for _, row := range baseTools() {
		r, err := scanner.Scan(t.Context(), Query{Root: Root{Kind: RootTool, Tool: row.name}})
		must(t, err)
		for _, e := range r.Environments {
			if old := byID[e.ID]; old != nil {
				e = venvcore.Nearer(old, e)
			}
			byID[e.ID] = e
		}
	}
	return venvcore.NewMachine(slices.Collect(maps.Values(byID)))
}

// shownMachine prints what the tools of bases find together.
func shownMachine(t *testing.T, w *World) string {
	t.Helper()
	var out strings.Builder
	for _, e := range allBases(t, w).Environments {
		fmt.Fprintf(&out, "%s: %s %q %s %s %s\n  starts %s\n", e.Prefix, e.Kind, e.Name, e.Implementation, e.Version, e.Health.State, e.Interpreter)
		show(&out, "aliases", e.Aliases...)
	}
	return out.String()
}
