package server

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/internal/wire"
)

// What is set and then set no longer has its default again, or what the
// daemon's own configuration file says.
func TestMachineSettingsAreTakenBack(t *testing.T) {
	var levels, files []string
	file, warnings := wire.Parse([]byte(`{"log":{"level":"error"},"places":{"venv":["/own"]},"tools":{"uv":"/own/uv"}}`), wire.Origin{Name: "config.toml", Machine: true})
	if len(warnings) > 0 {
		t.Fatal(warnings)
	}
	c := serve(t, func(o *Options) {
		o.Settings = file
		o.Level = func(l string) error { levels = append(levels, l); return nil }
		o.LogFile = func(p string) error { files = append(files, p); return nil }
	})
	c.want("initialize", `{`+venvdClient+`}`)
	for _, settings := range []string{`{"log":{"level":"debug","file":"/log"},"places":{"venv":["/x"]},"tools":{"uv":"/x/uv"}}`, `{"log":null}`} {
		c.notify("workspace/didChangeConfiguration", `{"settings":{"venvd":`+settings+`}}`)
		c.want("venvd/sync", `{}`)
		want := "/x"
		if settings == `{"log":null}` {
			want = "/own"
		}
		if got := c.app.Places()["venv"]; !slices.Equal(got, []string{want}) {
			t.Errorf("places are %v, want %s", got, want)
		}
		if got := c.app.Tools()["uv"]; got != want+"/uv" {
			t.Errorf("uv is %s, want that of %s", got, want)
		}
	}
	if want := []string{"error", "debug", "error"}; !slices.Equal(levels, want) {
		t.Errorf("levels %v, want %v", levels, want)
	}
	if want := []string{"", "/log", ""}; !slices.Equal(files, want) {
		t.Errorf("files %v, want %v", files, want)
	}
}

// What the setting `tools` names and is no tool is said at once; what cannot be
// run is a fault of the look, and no other program takes its place.
func TestToolsOfTheSetting(t *testing.T) {
	c := serve(t, nil)
	for name, mode := range map[string]os.FileMode{"uv": 0o755, "poetry": 0o644} {
		if err := os.WriteFile(filepath.Join(c.disk, "home", "u", name), nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	c.want("initialize", `{`+venvdClient+`,"initializationOptions":{"tools":{"uv":"~/uv","poetry":"/home/u/poetry","tox":"/home/u/tox","potry":"/x"}}}`)
	c.notify("initialized", "{}")
	if m := c.told("window/showMessage"); !strings.Contains(string(m.Params), `potry`) || !strings.Contains(string(m.Params), "pdm, pipenv") {
		t.Errorf("said was %s", m.Params)
	}
	list := c.want("venvd/discover", `{}`)
	same(t, list, "tools.0.name", "uv")
	same(t, list, "tools.0.path", "/home/u/uv")
	same(t, list, "tools.0.version", nil)
	if tools := field(t, list, "tools").([]any); len(tools) != 1 {
		t.Errorf("tools are %v", tools)
	}
	for i, path := range []string{"/home/u/poetry", "/home/u/tox"} {
		same(t, list, fmt.Sprintf("faults.%d.path", i), path)
		same(t, list, fmt.Sprintf("faults.%d.code", i), "unreadable")
	}
}

// A client that is not venvd's own names no programs.
func TestToolsOfOtherClients(t *testing.T) {
	c := serve(t, nil)
	c.want("initialize", `{`+plainClient+`,"initializationOptions":{"tools":{"uv":"/home/u/uv"}}}`)
	c.notify("initialized", "{}")
	if m := c.told("window/showMessage"); !strings.Contains(string(m.Params), `\"tools\"`) {
		t.Errorf("said was %s", m.Params)
	}
	if got := c.app.Tools(); len(got) > 0 {
		t.Errorf("tools are %v", got)
	}
}
