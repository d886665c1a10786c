package integration_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// ownPushes are what "no-push" asks for when it is not told.
var ownPushes = []string{"venvd/interpreterChanged", "venvd/environmentsChanged"}

// methodName completes "interpreterChanged" to the protocol's name.
func methodName(name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	return "venvd/" + name
}

// A want is one key=value, key~regexp or key!=value of await and no-push.
type want struct {
	key, op, value string
	re             *regexp.Regexp
}

var wantSyntax = regexp.MustCompile(`^([A-Za-z0-9_.$\[\]/=-]*?)(!=|=|~)(.*)$`)

func parseWant(ts *testscript.TestScript, arg string) (want, error) {
	m := wantSyntax.FindStringSubmatch(arg)
	if m == nil {
		return want{}, fmt.Errorf("%q is neither key=value, key!=value nor key~regexp", arg)
	}
	w := want{key: m[1], op: m[2], value: m[3]}
	if w.key == "scope" || w.key == "previous.scope" || w.key == "uri" {
		w.value = filepath.Clean(ts.MkAbs(w.value))
	}
	if w.op == "~" {
		var err error
		if w.re, err = regexp.Compile(w.value); err != nil {
			return w, err
		}
	}
	return w, nil
}

// lookup finds a key in a push: as a path of its params, else of their
// selection, else of that one's environment.
func (w want) lookup(body any) any {
	if strings.HasPrefix(w.key, ".") || strings.HasPrefix(w.key, "[") {
		v, _ := getPath(body, w.key) // absent compares as null
		return v
	}
	for _, in := range []string{".", ".selection.", ".selection.environment."} {
		if v, err := getPath(body, in+w.key); err == nil {
			return v
		}
	}
	return nil
}

// mismatch says what differs, "" when nothing does.
func (w want) mismatch(body any) string {
	got := w.lookup(body)
	ok := false
	switch w.op {
	case "=":
		ok = sameText(got, w.value)
	case "!=":
		ok = !sameText(got, w.value)
	case "~":
		ok = w.re.MatchString(text(got))
	}
	if ok {
		return ""
	}
	return fmt.Sprintf("%s is %s, want %s%s", w.key, text(got), w.op, w.value)
}

func mismatches(wants []want, body any) string {
	var list []string
	for _, w := range wants {
		if m := w.mismatch(body); m != "" {
			list = append(list, m)
		}
	}
	return strings.Join(list, "; ")
}

// cmdAwait takes the next push of a kind: await KIND [-scope DIR] [-any] [-but
// [-after LIMIT] key=value] [key=value ...]. One that does not match fails, for it is
// a push too many or a wrong one; -any passes over those, and -but uses up those that
// it names, with -after only where the last "shell" took longer than LIMIT.
func cmdAwait(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	c, err := s.client()
	if err != nil || len(args) == 0 {
		return fmt.Errorf("want a notification and an open client (%v)", err)
	}
	a, err := s.parseAwait(ts, args)
	if err != nil {
		return err
	}
	n, wrong, err := c.take(a)
	for err == nil && wrong != "" && len(a.before) > 0 && mismatches(a.before, n.body) == "" {
		ts.Logf("passed over: %s", brief(n))
		n, wrong, err = c.take(a)
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", a.method, strings.Join(args[1:], " "), err)
	}
	s.last = n.body
	fmt.Fprintln(ts.Stdout(), s.golden(n.body))
	if wrong != "" {
		return fmt.Errorf("the next %s is another: %s\n%s", a.method, wrong, brief(n))
	}
	return mustNotNegate(neg)
}

// awaited is what "await" was told.
type awaited struct {
	method       string
	scope, wants []want
	before       []want // what may come first
	passOver     bool   // whatever else comes first does not count
}

// parseAwait: standard notifications come for many reasons, so they are always passed
// over.
func (s *session) parseAwait(ts *testscript.TestScript, args []string) (a awaited, err error) {
	a.method = methodName(args[0])
	a.passOver = !strings.HasPrefix(a.method, "venvd/")
	for rest := args[1:]; len(rest) > 0; {
		switch option := rest[0]; {
		case option == "-any":
			a.passOver, rest = true, rest[1:]
		case option == "-but" && len(rest) > 1:
			if a.before, rest, err = s.parseBut(ts, rest[1:]); err != nil {
				return a, err
			}
		case option == "-scope" && len(rest) > 1:
			a.scope = []want{{key: "scope", op: "=", value: filepath.Clean(ts.MkAbs(rest[1]))}}
			rest = rest[2:]
		default:
			w, err := parseWant(ts, option)
			if err != nil {
				return a, err
			}
			a.wants, rest = append(a.wants, w), rest[1:]
		}
	}
	return a, nil
}

// take waits for the next unused push of a method and scope, and uses it.
func (c *client) take(a awaited) (found *note, wrong string, err error) {
	err = c.until(func() bool {
		for _, n := range c.notes {
			if n.used || n.Method != a.method || mismatches(a.scope, n.body) != "" {
				continue
			}
			wrong = mismatches(a.wants, n.body)
			if wrong != "" && a.passOver {
				continue
			}
			n.used = true
			found = n
			return true
		}
		return false
	})
	return found, wrong, err
}

// cmdSync waits until all that happened on disk has been told.
func cmdSync(s *session, ts *testscript.TestScript, neg bool, _ []string) error {
	c, err := s.client()
	if err != nil {
		return err
	}
	answer, err := c.ask("venvd/sync", json.RawMessage(`{}`))
	if err != nil {
		return err
	}
	return s.answered(ts, "venvd/sync", answer, neg, "")
}

// cmdNoPush asserts, after a sync, that nothing more was told: no-push [-yet]
// [-but [-after LIMIT] key=value] [KIND ...]. With -yet there is no sync: nothing
// has come so far. With -but, pushes that match are allowed, and all are used up;
// with -after only where the last "shell" took longer than LIMIT.
func cmdNoPush(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	c, err := s.client()
	if err != nil {
		return err
	}
	o, err := s.parseNoPush(ts, args)
	if err == nil && !o.yet {
		err = cmdSync(s, ts, neg, nil)
	}
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range c.notes {
		if n.used || !slices.Contains(o.methods, n.Method) {
			continue
		}
		n.used = true
		if len(o.allowed) == 0 || mismatches(o.allowed, n.body) != "" {
			return fmt.Errorf("%s was pushed: %s", n.Method, brief(n))
		}
	}
	return nil
}

// noPushOptions are what "no-push" was told.
type noPushOptions struct {
	yet     bool
	allowed []want
	methods []string
}

func (s *session) parseNoPush(ts *testscript.TestScript, args []string) (o noPushOptions, err error) {
	if len(args) > 0 && args[0] == "-yet" {
		o.yet, args = true, args[1:]
	}
	if len(args) >= 2 && args[0] == "-but" {
		if o.allowed, args, err = s.parseBut(ts, args[1:]); err != nil {
			return o, err
		}
	}
	for _, name := range args {
		o.methods = append(o.methods, methodName(name))
	}
	if len(args) == 0 {
		o.methods = ownPushes
	}
	return o, nil
}

// parseBut reads what may be pushed all the same; nothing, where the time that
// would excuse it was not taken. Whoever reads the log sees when it was.
func (s *session) parseBut(ts *testscript.TestScript, args []string) (allowed []want, rest []string, err error) {
	excused := true
	if len(args) >= 3 && args[0] == "-after" {
		if excused, err = s.tookLonger(ts, args[1], args[2]); err != nil {
			return nil, nil, err
		}
		args = args[2:]
	}
	w, err := parseWant(ts, args[0])
	if err == nil && excused {
		allowed = []want{w}
	}
	return allowed, args[1:], err
}

// tookLonger reports whether the last "shell" took so long that a push is excused.
func (s *session) tookLonger(ts *testscript.TestScript, limit, what string) (bool, error) {
	most, err := time.ParseDuration(limit)
	if err == nil && s.took > most {
		ts.Logf("NOT STRICT: the last shell took %v, so %s is allowed", s.took.Round(time.Millisecond), what)
	}
	return s.took > most, err
}

// cmdWithin runs another command only where the last "shell" took no longer than a
// limit: within LIMIT COMMAND ... Whoever reads the log sees when it did not run.
func cmdWithin(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("want a limit and a command")
	}
	run, known := table()[args[1]]
	if !known {
		return fmt.Errorf("there is no command %q of ours", args[1])
	}
	late, err := s.tookLonger(ts, args[0], "that "+strings.Join(args[1:], " ")+" does not hold")
	if err != nil || late {
		return err
	}
	return run(s, ts, neg, args[2:])
}

// cmdJSON looks into what the last command gave: json PATH [VALUE | ~REGEXP],
// json -set NAME PATH. Without a value the path must be there and not null;
// with "!" it must not be, or not have that value.
func cmdJSON(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	if len(args) == 3 && args[0] == "-set" {
		v, err := getPath(s.last, args[2])
		if err == nil {
			ts.Setenv(args[1], text(v))
		}
		return err
	}
	if len(args) < 1 || len(args) > 2 {
		return fmt.Errorf("want a path and perhaps a value")
	}
	got, err := getPath(s.last, args[0])
	ok := err == nil && got != nil
	if len(args) == 2 {
		if expr, isRe := strings.CutPrefix(args[1], "~"); isRe {
			re, bad := regexp.Compile(expr)
			if bad != nil {
				return bad
			}
			ok = err == nil && re.MatchString(text(got))
		} else {
			ok = err == nil && sameText(got, pathValue(ts, got, args[1]))
		}
	}
	switch {
	case ok == !neg:
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("%s is %s", args[0], text(got))
}

// pathValue lets a script compare a file URI with a path relative to where it
// is.
func pathValue(ts *testscript.TestScript, got any, value string) string {
	if strings.HasPrefix(text(got), "file://") && !strings.Contains(value, "://") {
		return filepath.Clean(ts.MkAbs(value))
	}
	return value
}

// brief is what a failure shows of a push first; all of it is in the
// transcript.
func brief(n *note) string {
	if n.Method != "venvd/interpreterChanged" {
		return string(n.Params)
	}
	show := func(path string) string {
		v, _ := getPath(n.body, path) // absent shows as null
		return path + "=" + text(v)
	}
	parts := []string{show(".scope"), show(".reason"), show(".generation")}
	for _, member := range []string{".scope", ".rule", ".state", ".wanted", ".environment.prefix"} {
		parts = append(parts, "\n\t"+show(".selection"+member))
	}
	before, _ := getPath(n.body, ".previous")
	after, _ := getPath(n.body, ".selection")
	return strings.Join(append(parts, changes("", before, after)...), " ")
}

// changes lists what differs between two decoded values, a line each.
func changes(path string, before, after any) []string {
	a, isA := before.(map[string]any)
	b, isB := after.(map[string]any)
	if !isA || !isB {
		if text(before) == text(after) {
			return nil
		}
		return []string{fmt.Sprintf("\n\tchanged %s: %s -> %s", path, text(before), text(after))}
	}
	var list []string
	for _, k := range slices.Sorted(maps.Keys(b)) {
		list = append(list, changes(path+"."+k, a[k], b[k])...)
	}
	return list
}
