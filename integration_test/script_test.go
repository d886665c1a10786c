package integration_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/venvd/venvd/integration_test/machine"
)

func TestScript(t *testing.T)  { runScripts(t, filepath.Join("testdata", "script")) }
func TestStories(t *testing.T) { runScripts(t, "stories") }

func runScripts(t *testing.T, dir string) {
	testscript.Run(t, testscript.Params{
		Dir:                dir,
		Setup:              setup,
		Condition:          condition,
		Cmds:               commands(),
		UpdateScripts:      *update,
		RequireUniqueNames: true,
	})
}

// A session is what one script has going on.
type session struct {
	work    string
	env     []string // of every process; testscript keeps its own private
	clients []*client
	current *client
	procs   map[string]*exec.Cmd
	started map[string]pendingRequest

	last         any           // what the last command gave, for "json"
	code         string        // how the last venvd command ended, for "code"
	took         time.Duration // of the last "shell", for "no-push -after"
	unprivileged bool
	ids          map[string]string // placeholders of golden output
}

// A pendingRequest was begun by "start" and is taken by "finish".
type pendingRequest struct {
	client *client
	id     string
	method string
}

type sessionKey struct{}

func of(ts *testscript.TestScript) *session { return ts.Value(sessionKey{}).(*session) }

// setup gives the script a world of its own. The machine's variables do not
// reach it, but for those without which a registry could not be asked.
func setup(env *testscript.Env) error {
	s := &session{
		work: env.WorkDir, procs: map[string]*exec.Cmd{}, started: map[string]pendingRequest{}, ids: map[string]string{},
	}
	env.Values[sessionKey{}] = s
	s.env = environment(env.WorkDir)
	env.Vars = append(env.Vars, s.env...)
	for _, dir := range []string{"home", "state", "cache", "config", "data", "runtime"} {
		if err := os.MkdirAll(filepath.Join(env.WorkDir, ".world", dir), 0o700); err != nil {
			return err
		}
	}
	env.Defer(func() { s.end(env.T()) })
	return nil
}

// environment is what a test's processes are started with: its own
// directories, an explicit PATH, and the machine's Pythons by name.
func environment(work string) []string {
	world := filepath.Join(work, ".world")
	vars := []string{
		"WORK=" + work,
		"TMPDIR=" + filepath.Join(work, ".tmp"),
		"HOME=" + filepath.Join(world, "home"),
		"XDG_STATE_HOME=" + filepath.Join(world, "state"),
		"XDG_CACHE_HOME=" + filepath.Join(world, "cache"),
		"XDG_CONFIG_HOME=" + filepath.Join(world, "config"),
		"XDG_DATA_HOME=" + filepath.Join(world, "data"),
		"XDG_RUNTIME_DIR=" + filepath.Join(world, "runtime"),
		"PATH=" + strings.Join(searchPath(), string(os.PathListSeparator)),
		"VENVD=" + binary,
		"LANG=C.UTF-8",
		// A Python that a test runs must not write into its base.
		"PYTHONDONTWRITEBYTECODE=1",
		"PIP_DISABLE_PIP_VERSION_CHECK=1",
		"PIP_NO_INPUT=1",
		// A binary built with -race sleeps a second before it exits, by default.
		"GORACE=atexit_sleep_ms=1",
	}
	for _, p := range machine.Pythons() {
		name := strings.ReplaceAll(p.Minor, ".", "")
		if p.System {
			name = "SYS"
		}
		vars = append(vars, "PYTHON"+name+"="+p.Exe, "BASE"+name+"="+p.Prefix)
	}
	if p, ok := defaultPython(); ok {
		vars = append(vars, "PYTHON="+p.Exe, "BASE="+p.Prefix)
		if !p.System {
			vars = append(vars, "PYENV="+filepath.Dir(filepath.Dir(p.Prefix)))
		}
	}
	return vars
}

// searchPath is the PATH of every test: the binary under test, the pinned
// tools, the system.
func searchPath() []string {
	path := []string{filepath.Dir(binary)}
	if tools := os.Getenv("VENVD_TOOLS"); tools != "" {
		path = append(path, tools)
	}
	return append(path, "/usr/local/bin", "/usr/bin", "/bin")
}

// defaultPython is what scripts call $PYTHON: 3.12, else the newest.
func defaultPython() (machine.Python, bool) {
	all := slices.DeleteFunc(machine.Pythons(), func(p machine.Python) bool { return !p.HasVenv() })
	for _, p := range all {
		if p.Name() == "3.12" {
			return p, true
		}
	}
	if len(all) == 0 {
		return machine.Python{}, false
	}
	return all[len(all)-1], true
}

// condition knows [python], [python:3.12], [tool:uv], [root], [race] and [faults].
func condition(cond string) (bool, error) {
	kind, name, _ := strings.Cut(cond, ":")
	switch kind {
	case "python":
		if name == "" {
			_, ok := defaultPython()
			return ok, nil
		}
		return slices.ContainsFunc(machine.Pythons(), func(p machine.Python) bool {
			return p.Name() == name || p.System && name == "system"
		}), nil
	case "tool":
		return tool(name) != "", nil
	case "root":
		return runtime.GOOS != "windows" && os.Geteuid() == 0, nil
	case "race":
		return raceEnabled, nil
	case "faults":
		return os.Getenv("VENVD_BIN") == "", nil
	}
	return false, fmt.Errorf("unknown condition %q", cond)
}

// tool is the path of a pinned tool, "" when it is not installed. Tools from
// elsewhere do not count: their version would be anybody's guess.
func tool(name string) string {
	dir := os.Getenv("VENVD_TOOLS")
	if dir == "" {
		return ""
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// end ends every process of the script and, when it failed, shows what was
// said.
func (s *session) end(t testscript.T) {
	for _, cmd := range s.procs {
		running.end(cmd)
		_ = cmd.Wait() // killed, or ended before; either way it is gone
	}
	for _, c := range s.clients {
		c.end()
	}
	tb, ok := t.(testing.TB)
	for _, c := range s.clients {
		if bad := c.disaster(); ok && bad != "" {
			tb.Errorf("client %q: the daemon's stderr tells of a %q", c.name, bad)
		}
		if ok && tb.Failed() {
			tb.Log(c.transcript())
		}
	}
}
