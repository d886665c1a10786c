package discover

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// sayLimit is how long a tool may take to say its version; pyenv asks git.
const sayLimit = 20 * time.Second

// TestToolsAreWhatTheySay runs each tool that is found on this machine, or was
// installed for the tests: the version that was read from disk is in what it
// says of itself, and each runs.
func TestToolsAreWhatTheySay(t *testing.T) {
	w := NewWorld()
	path := os.Getenv("PATH")
	if dir := os.Getenv("VENVD_TOOLS"); dir != "" {
		path = dir + string(os.PathListSeparator) + path
	}
	w.Env = func(name string) (string, bool) {
		if name == "PATH" {
			return path, true
		}
		return os.LookupEnv(name)
	}
	r := mustScan(t, NewScanner(w, Options{}), toolQuery(managersRoot))
	dated := 0
	for _, tool := range r.Tools {
		i := slices.IndexFunc(managers(), func(m manager) bool { return m.name == tool.Name })
		if managers()[i].sourced || tool.Name == "pymanager" || tool.Name == "scoop" {
			continue // it is no program that says a version
		}
		ctx, cancel := context.WithTimeout(t.Context(), sayLimit)
		out, err := exec.CommandContext(ctx, tool.Path, "--version").CombinedOutput()
		cancel()
		t.Logf("%s %q says %s", tool.Path, tool.Version, out)
		if err != nil {
			t.Errorf("%s: %v: %s", tool.Path, err, out)
		}
		if tool.Version == "" {
			continue
		}
		dated++
		if !strings.Contains(string(out), tool.Version) {
			t.Errorf("%s %s says %s", tool.Path, tool.Version, out)
		}
	}
	if dated == 0 {
		t.Skip("no tool is installed here that leaves its version on disk; scripts/test installs some")
	}
}
