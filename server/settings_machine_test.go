package server

import (
	"slices"
	"testing"

	"github.com/venvd/venvd/internal/wire"
)

// What is set and then set no longer has its default again, or what the
// daemon's own configuration file says.
func TestMachineSettingsAreTakenBack(t *testing.T) {
	var levels, files []string
	file, warnings := wire.Parse([]byte(`{"log":{"level":"error"},"places":{"venv":["/own"]}}`), wire.Origin{Name: "config.toml", Machine: true})
	if len(warnings) > 0 {
		t.Fatal(warnings)
	}
	c := serve(t, func(o *Options) {
		o.Settings = file
		o.Level = func(l string) error { levels = append(levels, l); return nil }
		o.LogFile = func(p string) error { files = append(files, p); return nil }
	})
	c.want("initialize", `{`+venvdClient+`}`)
	for _, settings := range []string{`{"log":{"level":"debug","file":"/log"},"places":{"venv":["/x"]}}`, `{"log":null}`} {
		c.notify("workspace/didChangeConfiguration", `{"settings":{"venvd":`+settings+`}}`)
		c.want("venvd/sync", `{}`)
		want := "/x"
		if settings == `{"log":null}` {
			want = "/own"
		}
		if got := c.app.Places()["venv"]; !slices.Equal(got, []string{want}) {
			t.Errorf("places are %v, want %s", got, want)
		}
	}
	if want := []string{"error", "debug", "error"}; !slices.Equal(levels, want) {
		t.Errorf("levels %v, want %v", levels, want)
	}
	if want := []string{"", "/log", ""}; !slices.Equal(files, want) {
		t.Errorf("files %v, want %v", files, want)
	}
}
