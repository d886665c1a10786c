package discover

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestSameMachineSameAnswer: a random machine is looked at with its listings in
// random orders and with other numbers of workers, and unpacked in another order;
// what is reported is equal. VENVD_SEED repeats a run.
func TestSameMachineSameAnswer(t *testing.T) {
	seed := rand.Uint64()
	if s := os.Getenv("VENVD_SEED"); s != "" {
		var err error
		seed, err = strconv.ParseUint(s, 10, 64)
		must(t, err)
	}
	t.Logf("VENVD_SEED=%d", seed)
	for round := range 8 {
		random := rand.New(rand.NewPCG(seed, uint64(round)))
		lines, files := randomMachine(random)
		first := reportOf(t, random, lines, files)
		for range 2 {
			if d := cmp.Diff(first, reportOf(t, random, lines, files)); d != "" {
				t.Fatalf("VENVD_SEED=%d, round %d: the same machine is reported otherwise (-first +again):\n%s", seed, round, d)
			}
		}
		if !strings.Contains(first, ": virtualenv ") || !strings.Contains(first, "project /w") {
			t.Fatalf("the machine of round %d has little to be found:\n%s", round, first)
		}
	}
}

// reportOf unpacks the machine in a random order and tells what all scans of it
// report.
func reportOf(t *testing.T, random *rand.Rand, lines, files []string) string {
	t.Helper()
	archive := ""
	for _, i := range random.Perm(len(lines)) {
		archive += madeBy(lines[i])
	}
	for _, i := range random.Perm(len(files)) {
		archive += files[i]
	}
	w := newWorld(t, archive)
	var mu sync.Mutex
	w.disorder = func(list []Entry) {
		mu.Lock()
		defer mu.Unlock()
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	s := NewScanner(w, Options{Identities: true, Workers: 1 + random.IntN(6)})
	roots := append(Roots(w), Root{Kind: RootFolder, Path: "/w"}, Root{Kind: RootPaths, Paths: []string{"/w/shop/.venv", "/usr/bin/python3.11"}})
	var out strings.Builder
	for _, i := range random.Perm(len(roots)) {
		_, err := s.Scan(t.Context(), Query{Root: roots[i]})
		must(t, err)
	}
	for _, r := range roots {
		report, err := s.Scan(t.Context(), Query{Root: r, Full: true})
		must(t, err)
		fmt.Fprintf(&out, "== %s\n%s", r.Key(), shownReport(report, true))
	}
	return out.String()
}

// randomMachine gives lines that make environments, and files besides: projects
// of every tool with what the tools keep for them, links among them, and what is
// broken.
func randomMachine(random *rand.Rand) (lines, files []string) {
	file := func(name, text string) {
		files = append(files, string(txtar.Format(&txtar.Archive{Files: []txtar.File{{Name: name, Data: []byte(text)}}})))
	}
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	linux := &World{OS: "linux", Home: "/home/u"}
	for i := range 4 + random.IntN(8) {
		root := fmt.Sprintf("/w/%sp%d", pick("", "", "apps/", "libs/deep/"), i)
		name := fmt.Sprintf("My.Proj_%d", i)
		file(root+"/pyproject.toml", "[project]\nname = \""+name+"\"\n"+pick("", "[tool.poetry]\n", "[tool.pdm]\n", "[tool.hatch]\n", "[tool.uv.workspace]\nmembers = [\"*\"]\n"))
		for range random.IntN(3) {
			file(root+"/"+pick("poetry.lock", "uv.lock", "pdm.lock", "Pipfile", "Pipfile.lock", "requirements.txt"), "")
		}
		stores := []string{
			root + "/" + pick(".venv", "venv", "env", ".tox/py311", ".hatch/test", "odd"),
			"/home/u/.cache/pypoetry/virtualenvs/" + poetryName(linux, name, root) + "-py3." + pick("11", "12"),
			"/home/u/.local/share/pdm/venvs/" + pdmName(linux, root) + "3.11",
			"/home/u/.local/share/hatch/env/virtual/" + hatchName(linux, name, root) + "/" + hatchID(linux, root) + "/" + pick("test", hatchName(linux, name, root)),
			"/home/u/.local/share/virtualenvs/" + pipenvName(linux, root+"/Pipfile"),
			fmt.Sprintf("/home/u/.virtualenvs/e%d", i),
		}
		lines = append(lines, "virtualenv "+stores[1+random.IntN(5)]+" x", pick("python "+stores[0], "virtualenv "+stores[0]+" "+name, "uv "+stores[0]+" p-py3.11"))
		switch random.IntN(4) {
		case 0:
			file(fmt.Sprintf("/w/link%d -> %s", i, stores[0]), "")
		case 1:
			file(root+"/.venv/bin/python -> /gone/python3", "")
		case 2:
			file(stores[5]+"/.project", root+"\n")
		}
	}
	lines = append(lines, "virtualenv /w/shop/.venv shop")
	return lines, files
}
