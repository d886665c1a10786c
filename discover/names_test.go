package discover

import (
	"cmp"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestNames computes the names that the real tools gave to 51 projects with
// names and paths of every sort.
func TestNames(t *testing.T) {
	data, err := os.ReadFile("testdata/names.json")
	must(t, err)
	var vectors []struct {
		Tool, Name, Realpath string
		Input                struct {
			Root, Name, Minor, Env, Ident, Path, Pipfile string
			Python                                       string `json:"pipenv_python"`
		}
	}
	must(t, json.Unmarshal(data, &vectors))
	w := &World{OS: "linux"}
	seen := map[string]int{}
	for _, v := range vectors {
		in, got := v.Input, ""
		switch v.Tool {
		case "poetry":
			got = poetryName(w, in.Name, cmp.Or(v.Realpath, in.Root)) + "-py" + in.Minor
		case "pipenv":
			if got = pipenvName(w, in.Pipfile); in.Python != "" {
				got += "-" + in.Python[strings.LastIndexByte(in.Python, '/')+1:]
			}
		case "pdm":
			got = pdmName(w, in.Root) + in.Ident
		case "hatch":
			name := hatchName(w, in.Name, in.Root)
			env := in.Env
			if env == "default" {
				env = name
			}
			got = name + "/" + hatchID(w, in.Root) + "/" + env
		case "uv-script":
			got = uvScriptName(w, in.Path)
		case "uv-project-lock":
			continue // of no environment
		default:
			t.Fatalf("no such tool: %s", v.Tool)
		}
		seen[v.Tool]++
		if got != v.Name {
			t.Errorf("%s: %+v is named %q, not %q", v.Tool, in, v.Name, got)
		}
	}
	for _, tool := range []string{"poetry", "pipenv", "pdm", "hatch", "uv-script"} {
		if seen[tool] == 0 {
			t.Errorf("no vector of %s", tool)
		}
	}
}
