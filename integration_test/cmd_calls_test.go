package integration_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdCall asks and waits: call METHOD [JSON | key=value ...] [> FILE]. With
// "!" an error is expected; its code, message and data are the standard error.
func cmdCall(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	c, err := s.client()
	if err != nil {
		return err
	}
	args, file := redirect(args)
	if len(args) == 0 {
		return fmt.Errorf("want a method")
	}
	p, err := params(ts, args[1:])
	if err != nil {
		return err
	}
	answer, err := c.ask(args[0], p)
	if err != nil {
		return err
	}
	return s.answered(ts, args[0], answer, neg, file)
}

// answered judges an answer and keeps what it holds.
func (s *session) answered(ts *testscript.TestScript, method string, answer message, neg bool, file string) error {
	switch {
	case answer.Error != nil && !neg:
		return fmt.Errorf("%s: %w", method, answer.Error)
	case answer.Error == nil && neg:
		return fmt.Errorf("%s answered %s; an error is expected", method, answer.Result)
	case neg:
		s.last = decoded(answer.Error)
		_, err := fmt.Fprintf(ts.Stderr(), "%d %s\n%s\n", answer.Error.Code, s.placeholders(answer.Error.Message), s.golden(s.last))
		return err
	}
	data := answer.Result
	if data == nil {
		return fmt.Errorf("%s was answered with neither result nor error", method)
	}
	if err := s.result(ts, method, data); err != nil || file == "" {
		return err
	}
	return os.WriteFile(ts.MkAbs(file), data, 0o644)
}

// decoded is an error object as any JSON value.
func decoded(e *rpcError) any {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		panic(err)
	}
	return v
}

func cmdNotify(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	c, err := s.client()
	if err != nil || len(args) == 0 {
		return fmt.Errorf("want a method and an open client (%v)", err)
	}
	p, err := params(ts, args[1:])
	if err != nil {
		return err
	}
	if err := c.notify(args[0], p); err != nil {
		return err
	}
	return mustNotNegate(neg)
}

// cmdStart asks without waiting: start NAME METHOD [params].
func cmdStart(s *session, ts *testscript.TestScript, _ bool, args []string) error {
	c, err := s.client()
	if err != nil || len(args) < 2 {
		return fmt.Errorf("want a name, a method and an open client (%v)", err)
	}
	p, err := params(ts, args[2:])
	if err != nil {
		return err
	}
	id, err := c.request(args[1], p)
	s.started[args[0]] = pendingRequest{c, id, args[1]}
	return err
}

func (s *session) pending(args []string) (pendingRequest, error) {
	if len(args) > 0 {
		if p, ok := s.started[args[0]]; ok {
			return p, nil
		}
	}
	return pendingRequest{}, fmt.Errorf("no request was started as %q", args)
}

func cmdCancel(s *session, _ *testscript.TestScript, _ bool, args []string) error {
	p, err := s.pending(args)
	if err != nil {
		return err
	}
	return p.client.notify("$/cancelRequest", json.RawMessage(`{"id":`+p.id+`}`))
}

// cmdFinish waits for the answer of a started request: finish NAME [> FILE].
func cmdFinish(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	args, file := redirect(args)
	p, err := s.pending(args)
	if err != nil {
		return err
	}
	answer, err := p.client.reply(p.id)
	if err != nil {
		return fmt.Errorf("%s: %w", p.method, err)
	}
	return s.answered(ts, p.method, answer, neg, file)
}

// cmdFlood asks many times without waiting: flood NAME COUNT METHOD [params];
// "finish NAME" then waits for the last answer, and all must have come.
func cmdFlood(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("want a name, a count and a method")
	}
	count, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	for range count {
		if err := cmdStart(s, ts, neg, append([]string{args[0]}, args[2:]...)); err != nil {
			return err
		}
	}
	return mustNotNegate(neg)
}

// cmdFolders adds and removes workspace folders: folders +dir ... -dir ...
func cmdFolders(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	added, removed := []map[string]string{}, []map[string]string{}
	for _, arg := range args {
		if len(arg) < 2 {
			return fmt.Errorf("%q is neither +dir nor -dir", arg)
		}
		dir := filepath.Clean(ts.MkAbs(arg[1:]))
		folder := map[string]string{"uri": fileURI(dir), "name": filepath.Base(dir)}
		switch arg[0] {
		case '+':
			added = append(added, folder)
		case '-':
			removed = append(removed, folder)
		default:
			return fmt.Errorf("%q is neither +dir nor -dir", arg)
		}
	}
	return s.tell("workspace/didChangeWorkspaceFolders", neg, map[string]any{
		"event": map[string]any{"added": added, "removed": removed},
	})
}

// cmdDocument is an editor's tab: document open|save|close FILE.
func cmdDocument(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("want open, save or close, and a file")
	}
	file := filepath.Clean(ts.MkAbs(args[1]))
	doc := map[string]any{"uri": fileURI(file)}
	switch args[0] {
	case "open":
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		language := map[string]string{".py": "python", ".toml": "toml"}[filepath.Ext(file)]
		doc["languageId"], doc["version"], doc["text"] = language, 1, string(data)
		return s.tell("textDocument/didOpen", neg, map[string]any{"textDocument": doc})
	case "save":
		return s.tell("textDocument/didSave", neg, map[string]any{"textDocument": doc})
	case "close":
		return s.tell("textDocument/didClose", neg, map[string]any{"textDocument": doc})
	}
	return fmt.Errorf("%q is neither open, save nor close", args[0])
}

// cmdConfigure changes the answers to workspace/configuration and says so.
func cmdConfigure(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	c, err := s.client()
	if err != nil || len(args) != 1 {
		return fmt.Errorf("want the settings as JSON and an open client (%v)", err)
	}
	set, err := parseSettings(ts, args[0])
	if err != nil {
		return err
	}
	c.update(func() { c.settings = set })
	return s.tell("workspace/didChangeConfiguration", neg, map[string]any{"settings": nil})
}

// tell notifies the daemon of something that can only be said, not fail.
func (s *session) tell(method string, neg bool, p any) error {
	c, err := s.client()
	if err != nil {
		return err
	}
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if err := c.notify(method, data); err != nil {
		return err
	}
	return mustNotNegate(neg)
}

// cmdRaw writes bytes as they are: raw [-n COUNT] TEXT, where TEXT has Go's
// escapes (\r\n, \x00), or @FILE.
func cmdRaw(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	return s.write(ts, neg, args, func(b []byte) []byte { return b })
}

// cmdFrame writes bytes with the header that belongs before them.
func cmdFrame(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	return s.write(ts, neg, args, frame)
}

func (s *session) write(ts *testscript.TestScript, neg bool, args []string, wrap func([]byte) []byte) error {
	c, err := s.client()
	if err != nil {
		return err
	}
	count := 1
	if len(args) == 3 && args[0] == "-n" {
		if count, err = strconv.Atoi(args[1]); err != nil {
			return err
		}
		args = args[2:]
	}
	if len(args) != 1 {
		return fmt.Errorf("want one text or @FILE")
	}
	var data []byte
	if name, ok := strings.CutPrefix(args[0], "@"); ok {
		data = []byte(ts.ReadFile(name))
	} else if text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[0], `"`, `\"`) + `"`); err == nil {
		data = []byte(text)
	} else {
		return fmt.Errorf("%q: %w", args[0], err)
	}
	if err := c.raw(wrap([]byte(strings.Repeat(string(data), count)))); err != nil {
		return err
	}
	return mustNotNegate(neg)
}

// cmdOrphan waits for the next answer that belongs to no request (its id is
// null) and expects its code: orphan CODE, a regular expression.
func cmdOrphan(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	c, err := s.client()
	if err != nil || len(args) != 1 {
		return fmt.Errorf("want an error code and an open client (%v)", err)
	}
	var m message
	if err := c.until(func() bool {
		if len(c.orphans) == 0 {
			return false
		}
		m, c.orphans = c.orphans[0], c.orphans[1:]
		return true
	}); err != nil {
		return err
	}
	if m.Error == nil || !regexp.MustCompile("^(?:"+args[0]+")$").MatchString(strconv.Itoa(m.Error.Code)) {
		return fmt.Errorf("answered with %v, not with %s", m.Error, args[0])
	}
	fmt.Fprintln(ts.Stderr(), m.Error.Message)
	return mustNotNegate(neg)
}
