package integration_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// openOptions are what "open" was told.
type openOptions struct {
	name     string
	plain    bool
	noInit   bool
	pid      *int
	init     json.RawMessage
	folders  []string // absolute paths
	settings settings
	args     []string // of venvd serve
}

// cmdOpen starts a daemon and its client: open [-name N] [-caps plain|venvd]
// [-init JSON] [-trusted] [-settings JSON|error] [-pid PID] [-arg ARG]
// [-no-init] [dir ...].
func cmdOpen(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	o, err := parseOpen(ts, args)
	if err != nil {
		return err
	}
	cmd := exec.Command(binary, append([]string{"serve"}, o.args...)...)
	s.dress(ts, cmd)
	c, err := startClient(o.name, cmd, o.plain)
	if err != nil {
		return err
	}
	c.settings = o.settings
	s.clients = append(s.clients, c)
	s.current = c
	if o.noInit {
		return mustNotNegate(neg)
	}
	answer, err := c.ask("initialize", o.initialize())
	if err != nil {
		return err
	}
	if err := s.answered(ts, "initialize", answer, neg, ""); err != nil || neg {
		return err
	}
	c.ready = true
	return c.notify("initialized", json.RawMessage(`{}`))
}

func parseOpen(ts *testscript.TestScript, args []string) (o openOptions, err error) {
	o.name = "editor"
	trusted := false
	for i := 0; i < len(args) && err == nil; i++ {
		value := func() string {
			if i++; i >= len(args) {
				err = fmt.Errorf("%s needs a value", args[i-1])
				return ""
			}
			return args[i]
		}
		switch arg := args[i]; arg {
		case "-name":
			o.name = value()
		case "-caps":
			o.plain = value() == "plain"
		case "-init":
			o.init, err = expandJSON(ts, value())
		case "-trusted":
			trusted = true
		case "-settings":
			o.settings, err = parseSettings(ts, value())
		case "-pid":
			var pid int
			pid, err = strconv.Atoi(value())
			o.pid = &pid
		case "-arg":
			o.args = append(o.args, value())
		case "-no-init":
			o.noInit = true
		default:
			if strings.HasPrefix(arg, "-") {
				return o, fmt.Errorf("unknown option %s", arg)
			}
			o.folders = append(o.folders, filepath.Clean(ts.MkAbs(arg)))
		}
	}
	if trusted && err == nil {
		o.init, err = withMember(o.init, "trusted", true)
	}
	return o, err
}

func withMember(object json.RawMessage, name string, value any) (json.RawMessage, error) {
	m := map[string]any{}
	if object != nil {
		if err := json.Unmarshal(object, &m); err != nil {
			return nil, err
		}
	}
	m[name] = value
	return json.Marshal(m)
}

// parseSettings reads the answers to workspace/configuration: an object from
// folder to settings, "*" for every other scope; or the word "error".
func parseSettings(ts *testscript.TestScript, text string) (settings, error) {
	set := settings{known: true, byFolder: map[string]any{}}
	if text == "error" {
		set.refuse = true
		return set, nil
	}
	data, err := expandJSON(ts, text)
	if err != nil {
		return set, err
	}
	var byName map[string]any
	if err := json.Unmarshal(data, &byName); err != nil {
		return set, err
	}
	for name, value := range byName {
		if name == "*" {
			set.fallback = value
		} else {
			set.byFolder[filepath.Clean(ts.MkAbs(name))] = value
		}
	}
	return set, nil
}

// initialize is the request's params, as an editor of 3.17 sends them.
func (o openOptions) initialize() json.RawMessage {
	folders := []map[string]string{}
	for _, dir := range o.folders {
		folders = append(folders, map[string]string{"uri": fileURI(dir), "name": filepath.Base(dir)})
	}
	capabilities := map[string]any{
		"workspace": map[string]any{
			"workspaceFolders": true, "configuration": o.settings.known, "applyEdit": true,
		},
		"window":       map[string]any{"workDoneProgress": true},
		"textDocument": map[string]any{"codeAction": map[string]any{"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix", "source"}}}}},
	}
	if !o.plain {
		capabilities["experimental"] = map[string]any{"venvd": true}
	}
	p := map[string]any{
		"processId": o.pid, "clientInfo": map[string]string{"name": o.name, "version": "1"},
		"rootUri": nil, "workspaceFolders": folders, "capabilities": capabilities,
	}
	if o.init != nil {
		p["initializationOptions"] = o.init
	}
	data, err := json.Marshal(p)
	if err != nil {
		panic(err) // maps of strings, booleans and valid JSON always marshal
	}
	return data
}

// dress gives a command the script's environment, directory and user.
func (s *session) dress(ts *testscript.TestScript, cmd *exec.Cmd) {
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = slices.Clone(s.env)
	ownGroup(cmd, s.unprivileged)
}

func cmdUse(s *session, _ *testscript.TestScript, _ bool, args []string) error {
	for _, c := range s.clients {
		if len(args) == 1 && c.name == args[0] {
			s.current = c
			return nil
		}
	}
	return fmt.Errorf("no client is named %q", args)
}

// cmdClose ends the session as an editor does: shutdown, exit; close [code].
func cmdClose(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	c, err := s.client()
	if err != nil {
		return err
	}
	answer, err := c.ask("shutdown", nil)
	if err != nil {
		return err
	}
	if answer.Error != nil {
		return fmt.Errorf("shutdown: %w", answer.Error)
	}
	if err := c.notify("exit", nil); err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"0"}
	}
	return cmdExpectExit(s, ts, neg, args)
}

func cmdEOF(s *session, _ *testscript.TestScript, _ bool, _ []string) error {
	c, err := s.client()
	if err == nil {
		c.eof()
	}
	return err
}

// cmdExpectExit waits for the daemon to end: expect-exit CODE, where "any" is
// any code but not a signal. Nothing of it may be left.
func cmdExpectExit(s *session, _ *testscript.TestScript, neg bool, args []string) error {
	c, err := s.client()
	if err != nil || len(args) != 1 {
		return fmt.Errorf("want a code and an open client (%v)", err)
	}
	if err := c.until(func() bool { return c.exit != "" && (c.drained || c.stalled) }); err != nil {
		return err
	}
	want := args[0]
	switch {
	case want == "any" && !strings.HasPrefix(c.exit, "signal"), c.exit == want:
	default:
		return fmt.Errorf("the daemon ended with %s, not %s", c.exit, want)
	}
	if groupAlive(c.cmd) {
		return fmt.Errorf("the daemon ended and left a process of its group")
	}
	return mustNotNegate(neg)
}

func cmdStall(s *session, _ *testscript.TestScript, _ bool, _ []string) error {
	return s.setStalled(true)
}

func cmdResume(s *session, _ *testscript.TestScript, _ bool, _ []string) error {
	return s.setStalled(false)
}

func (s *session) setStalled(stalled bool) error {
	c, err := s.client()
	if err == nil {
		c.update(func() { c.stalled = stalled })
	}
	return err
}

// cmdUnprivileged makes all that follows run as a user without rights, and
// that user the owner of the script's directory; as it is when not root.
func cmdUnprivileged(s *session, _ *testscript.TestScript, neg bool, _ []string) error {
	s.unprivileged = true
	walk := func(root string, each func(string) error) error {
		return filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return each(path)
		})
	}
	if err := giveAway(filepath.Dir(s.work), s.work, walk); err != nil {
		return err
	}
	return mustNotNegate(neg)
}

// cmdExport sets a variable for all that follows: export NAME=VALUE ...
func cmdExport(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return fmt.Errorf("%q is not NAME=VALUE", arg)
		}
		s.unset(name)
		s.env = append(s.env, arg)
		ts.Setenv(name, value)
	}
	return mustNotNegate(neg)
}

// cmdUnset takes variables away from all that follows.
func cmdUnset(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	for _, name := range args {
		s.unset(name)
		ts.Setenv(name, "")
	}
	return mustNotNegate(neg)
}

func (s *session) unset(name string) {
	s.env = slices.DeleteFunc(s.env, func(kv string) bool { return strings.HasPrefix(kv, name+"=") })
}
