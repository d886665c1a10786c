package discover

import (
	"fmt"
	"strings"
	"testing"

	"github.com/venvd/venvd/discover/worldtest"
)

// storesOf are the places in which a tool keeps environments of many projects,
// with a name for the n-th of them.
func storesOf() map[string]func(n int) string {
	below := func(dir string) func(int) string {
		return func(n int) string { return fmt.Sprintf("%s/e%04d", dir, n) }
	}
	return map[string]func(n int) string{
		"poetry": func(n int) string {
			return fmt.Sprintf("/home/u/.cache/pypoetry/virtualenvs/p%04d-AAAAAAAA-py3.11", n)
		},
		"pdm": func(n int) string { return fmt.Sprintf("/home/u/.local/share/pdm/venvs/p%04d-AAAAAAAA-3.11", n) },
		"hatch": func(n int) string {
			return fmt.Sprintf("/home/u/.local/share/hatch/env/virtual/p%04d/AAAAAAAA/p%04d", n, n)
		},
		"uv-script":         func(n int) string { return fmt.Sprintf("/home/u/.cache/uv/environments-v2/a-%016x", n) },
		"uv-tool":           below("/home/u/.local/share/uv/tools"),
		"pipx":              below("/home/u/.local/share/pipx/venvs"),
		"virtualenvwrapper": below("/home/u/.virtualenvs"),
		"pyenv-virtualenv":  below("/home/u/.pyenv/versions/3.11.2/envs"),
		"venv":              below("/home/u/.venvs"),
		"conda":             below("/home/u/miniconda3/envs"),
		"pixi":              below("/home/u/.pixi/envs"),
	}
}

// storeWorld is a machine with so many environments in the place of one tool.
func storeWorld(tb testing.TB, tool string, n int) *World {
	tb.Helper()
	w := newWorld(tb, "-- /home/u/miniconda3/conda-meta/history --\n-- /home/u/miniconda3/condabin/conda --\n")
	for i := range n {
		dir := storesOf()[tool](i)
		switch tool {
		case "conda", "pixi":
			worldtest.Add(tb, w.Prefix, strings.ReplaceAll(condaPrefixOf, "DIR", dir))
		default:
			worldtest.Add(tb, w.Prefix, madeBy("virtualenv "+dir+" x"))
		}
	}
	makePrograms(tb, w.Prefix)
	return w
}

// condaPrefixOf is a prefix with Python and one more package.
const condaPrefixOf = `
-- DIR/conda-meta/history --
# cmd: conda create
-- DIR/conda-meta/python-3.12.4-h_0.json --
{"name": "python", "version": "3.12.4", "build": "h_0", "subdir": "linux-64", "files": ["bin/python3.12"]}
-- DIR/conda-meta/zlib-1.3-h_0.json --
{"name": "zlib"}
-- DIR/bin/python3.12 0755 --
!elf x86_64
-- DIR/bin/python -> python3.12 --
-- DIR/bin/python3 -> python3.12 --
-- DIR/lib/python3.12/os.py --
-- DIR/lib/python3.12/site-packages/ --
`

// TestManyInEachPlace: in every central place ten times as many environments cost
// ten times as many calls.
func TestManyInEachPlace(t *testing.T) {
	const few, many, growth = 10, 100, 10.5
	for tool := range storesOf() {
		t.Run(tool, func(t *testing.T) {
			t.Parallel()
			cost := func(n int) int64 {
				w := storeWorld(t, tool, n)
				r, err := NewScanner(w, Options{Workers: 1}).Scan(t.Context(), Query{Root: Root{Kind: RootTool, Tool: tool}})
				must(t, err)
				if found := len(r.Environments); found < n {
					t.Fatalf("%d of %d found", found, n)
				}
				return w.Calls().Total()
			}
			none := cost(0)
			a, b := cost(few)-none, cost(many)-none
			t.Logf("%.1f calls for each", float64(b)/many)
			if float64(b) > growth*float64(a) {
				t.Errorf("%d cost %d calls, %d cost %d", few, a, many, b)
			}
		})
	}
}

// BenchmarkPlaces scans 1,000 environments in the central place of each tool.
func BenchmarkPlaces(b *testing.B) {
	const n = 1000
	for tool := range storesOf() {
		w := storeWorld(b, tool, n)
		b.Run(tool, func(b *testing.B) {
			before := w.Calls()
			for b.Loop() {
				_, err := NewScanner(w, Options{}).Scan(b.Context(), Query{Root: Root{Kind: RootTool, Tool: tool}})
				must(b, err)
			}
			b.ReportMetric(float64(w.Calls().Sub(before).Total())/float64(b.N*n), "calls/env")
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms")
		})
	}
}
