package integration_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// A command is one of the scripts' own; see README.md. An error fails the
// script; neg is the "!" before it.
type command func(s *session, ts *testscript.TestScript, neg bool, args []string) error

func table() map[string]command {
	return map[string]command{
		// Clients.
		"open": cmdOpen, "use": cmdUse, "close": cmdClose, "eof": cmdEOF, "expect-exit": cmdExpectExit,
		"stall": cmdStall, "resume": cmdResume,
		"unprivileged": cmdUnprivileged, "export": cmdExport, "unset": cmdUnset,
		// What a client says.
		"call": cmdCall, "notify": cmdNotify, "start": cmdStart, "cancel": cmdCancel, "finish": cmdFinish,
		"flood": cmdFlood, "folders": cmdFolders, "document": cmdDocument, "configure": cmdConfigure,
		"raw": cmdRaw, "frame": cmdFrame, "orphan": cmdOrphan,
		// What it is told.
		"await": cmdAwait, "no-push": cmdNoPush, "sync": cmdSync, "json": cmdJSON, "within": cmdWithin,
		// Beside the client.
		"venvd": cmdVenvd, "code": cmdCode, "shell": cmdShell, "spawn": cmdSpawn, "signal": cmdSignal,
	}
}

func commands() map[string]func(*testscript.TestScript, bool, []string) {
	out := map[string]func(*testscript.TestScript, bool, []string){}
	for name, run := range table() {
		out[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			if err := run(of(ts), ts, neg, args); err != nil {
				ts.Fatalf("%s: %v", name, err)
			}
		}
	}
	return out
}

// mustNotNegate is for commands whose failure is nothing to expect.
func mustNotNegate(neg bool) error {
	if neg {
		return fmt.Errorf("cannot be negated")
	}
	return nil
}

// client is the one that commands speak for.
func (s *session) client() (*client, error) {
	if s.current == nil {
		return nil, fmt.Errorf("no client is open")
	}
	return s.current, nil
}

// params reads what a script wrote after a method: nothing, one JSON value
// (variables in it are expanded, quotes or not), or key=value members. Of
// those, uri and scope take a path and become a file URI; numbers, booleans,
// null, objects, lists and quoted strings are JSON; the rest is a string.
func params(ts *testscript.TestScript, args []string) (json.RawMessage, error) {
	if len(args) == 0 {
		return nil, nil
	}
	if len(args) == 1 && strings.ContainsAny(args[0][:min(1, len(args[0]))], `{["`) || len(args) == 1 && !strings.Contains(args[0], "=") {
		return expandJSON(ts, args[0])
	}
	members := map[string]json.RawMessage{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, fmt.Errorf("%q is neither JSON nor key=value", arg)
		}
		data, err := memberValue(ts, key, value)
		if err != nil {
			return nil, err
		}
		members[key] = data
	}
	return json.Marshal(members)
}

func memberValue(ts *testscript.TestScript, key, value string) (json.RawMessage, error) {
	if key == "uri" || key == "scope" {
		if !strings.Contains(value, "://") {
			value = fileURI(filepath.Clean(ts.MkAbs(value)))
		}
		return json.Marshal(value)
	}
	// Some ids are numbers by chance, such as 12345678901234e5.
	if id := key == "environment" && len(value) == 16; json.Valid([]byte(value)) && !id {
		return json.RawMessage(value), nil
	}
	return json.Marshal(value)
}

// expandJSON expands $NAME in JSON text; "$/" and a lone "$" stay.
func expandJSON(ts *testscript.TestScript, text string) (json.RawMessage, error) {
	data := json.RawMessage(os.Expand(text, ts.Getenv))
	if !json.Valid(data) {
		return nil, fmt.Errorf("%s is not JSON", data)
	}
	return data, nil
}

// result keeps a value as the last one: decoded for "json", and with stable
// placeholders as the standard output for "stdout" and "cmp".
func (s *session) result(ts *testscript.TestScript, where string, data json.RawMessage) error {
	s.last = nil
	if err := json.Unmarshal(data, &s.last); err != nil {
		return fmt.Errorf("%s answered %.200s: %w", where, data, err)
	}
	if err := checkContract(where, s.last); err != nil {
		return err
	}
	_, err := fmt.Fprintln(ts.Stdout(), s.golden(s.last))
	return err
}

// redirect takes "> file" from the end of the arguments.
func redirect(args []string) ([]string, string) {
	if n := len(args); n >= 2 && args[n-2] == ">" {
		return args[:n-2], args[n-1]
	}
	return args, ""
}
