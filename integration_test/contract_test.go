package integration_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The protocol's types, as far as a machine can hold every answer and every
// push of every script against them: each name is required, absent members
// are breaches even where the value may be null.
var (
	environmentFields = strings.Fields("id kind creator name prefix interpreter version implementation arch base isVirtual project tool aliases sitePackages link health evidence")
	selectionFields   = strings.Fields("scope environment interpreter rule reason state wanted generation")
	rules             = strings.Fields("user setting script activated declared tool in-project followed ancestor pinned-version base none")
	kinds             = strings.Fields("venv virtualenv uv uv-script uv-tool conda pixi poetry pipenv pdm hatch virtualenvwrapper pyenv-virtualenv rye pipx tox nox direnv " +
		"pyenv uv-python asdf mise homebrew python.org xcode command-line-tools macports nix scoop pymanager windows-store windows-registry winpython system path")
	reasons = strings.Fields("opened selected created moved recreated repaired upgraded broken packages deleted restored configuration health details")
)

// A problemRow is one line of the table of problem codes.
type problemRow struct {
	state, severity string
	fixes           []string
}

var problems = problemTable(`
interpreter-missing broken error recreate
base-stdlib-missing broken error recreate
version-mismatch broken error recreate
not-executable broken error recreate
wrong-architecture broken error recreate
site-packages-missing broken error recreate
pth-unreadable broken error recreate
base-missing broken error repair recreate
config-missing broken error repair recreate
config-unreadable broken error repair recreate
unreadable broken error
incomplete incomplete warning recreate
pip-interrupted incomplete warning repair install
moved moved warning repair recreate
copied moved warning repair recreate
hijacked moved error repair
foreign foreign error recreate
base-upgraded ok warning recreate
editable-missing ok warning install
pip-missing ok info repair
unsupported-layout ok info create
`)

func problemTable(text string) map[string]problemRow {
	rows := map[string]problemRow{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		f := strings.Fields(line)
		rows[f[0]] = problemRow{f[1], f[2], f[3:]}
	}
	return rows
}

// checkContract walks through any value and checks each Environment and each
// Selection in it, known by their members.
func checkContract(where string, v any) error {
	switch v := v.(type) {
	case []any:
		for i, e := range v {
			if err := checkContract(fmt.Sprintf("%s[%d]", where, i), e); err != nil {
				return err
			}
		}
	case map[string]any:
		if err := checkObject(where, v); err != nil {
			return err
		}
		for k, e := range v {
			if err := checkContract(where+"."+k, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkObject(where string, m map[string]any) error {
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { _, ok := m[n]; return !ok })
	}
	var err error
	switch {
	case has("prefix", "kind"):
		err = checkEnvironment(m)
	case has("scope", "rule"):
		err = checkSelection(m)
	case has("packages", "text"):
		err = checkPackages(m)
	case has("scope", "selection", "reason") && !slices.Contains(reasons, text(m["reason"])):
		err = fmt.Errorf("reason %q", m["reason"])
	}
	if err != nil {
		return fmt.Errorf("%s is not what the protocol promises: %w", where, err)
	}
	return nil
}

// checkPackages holds an answer of venvd/packages against the protocol: a package
// once, each with all its members, and the text only where it was asked for.
func checkPackages(m map[string]any) error {
	list, ok := m["packages"].([]any)
	if _, faults := m["faults"].([]any); !ok || !faults {
		return fmt.Errorf("packages is %s, faults %s", text(m["packages"]), text(m["faults"]))
	}
	seen := map[string]bool{}
	for _, p := range list {
		p, ok := p.(map[string]any)
		if !ok {
			return fmt.Errorf("package %s", text(p))
		}
		if err := missingField(p, strings.Fields("name version editable installer requested inherited")); err != nil {
			return fmt.Errorf("package %s: %w", text(p["name"]), err)
		}
		name := text(p["name"])
		if name == "" || text(p["version"]) == "" || seen[strings.ToLower(name)] {
			return fmt.Errorf("package %q has no version, or is there twice", name)
		}
		seen[strings.ToLower(name)] = true
	}
	if freeze, ok := m["text"].(string); ok && (freeze == "") != (len(list) == 0) {
		return fmt.Errorf("%d packages and the text %q", len(list), freeze)
	}
	return nil
}

func missingField(m map[string]any, names []string) error {
	for _, n := range names {
		if _, ok := m[n]; !ok {
			return fmt.Errorf("member %q is absent", n)
		}
	}
	return nil
}

func checkEnvironment(m map[string]any) error {
	if err := missingField(m, environmentFields); err != nil {
		return err
	}
	prefix := text(m["prefix"])
	switch {
	case text(m["name"]) == "":
		return fmt.Errorf("environment %s has an empty name", prefix)
	case text(m["id"]) == "":
		return fmt.Errorf("environment %s has an empty id", prefix)
	case !filepath.IsAbs(prefix) || filepath.Clean(prefix) != prefix:
		return fmt.Errorf("prefix %q is not absolute and clean", prefix)
	case !slices.Contains(kinds, text(m["kind"])):
		return fmt.Errorf("kind %q", m["kind"])
	case m["link"] != nil && m["link"] != "symlink" && m["link"] != "copy":
		return fmt.Errorf("link %q", m["link"])
	}
	for _, list := range []string{"aliases", "sitePackages", "evidence"} {
		if _, ok := m[list].([]any); !ok {
			return fmt.Errorf("%s: %q is %s, not a list", prefix, list, text(m[list]))
		}
	}
	if err := checkHealth(m["health"]); err != nil {
		return fmt.Errorf("%s: %w", prefix, err)
	}
	return nil
}

// checkHealth holds each problem against its row, and the state against the
// problems: ok when no row has another.
func checkHealth(health any) error {
	list, err := getPath(health, ".problems")
	if err != nil {
		return err
	}
	items, ok := list.([]any)
	if !ok {
		return fmt.Errorf("problems is %s", text(list))
	}
	states := []string{}
	for _, p := range items {
		m, ok := p.(map[string]any)
		if !ok {
			return fmt.Errorf("problem %s", text(p))
		}
		row, known := problems[text(m["code"])]
		switch {
		case !known:
			return fmt.Errorf("problem code %s", text(m["code"]))
		case m["severity"] != row.severity:
			return fmt.Errorf("problem %s has severity %s, not %s", m["code"], text(m["severity"]), row.severity)
		case text(m["message"]) == "":
			return fmt.Errorf("problem %s has no message", m["code"])
		}
		fixes, ok := m["fixes"].([]any)
		if !ok {
			return fmt.Errorf("problem %s: fixes is %s", m["code"], text(m["fixes"]))
		}
		for _, fix := range fixes {
			if !slices.Contains(row.fixes, text(fix)) {
				return fmt.Errorf("problem %s offers the fix %s", m["code"], text(fix))
			}
		}
		states = append(states, row.state)
	}
	state, err := getPath(health, ".state")
	if err == nil && state != "ok" && !slices.Contains(states, text(state)) {
		err = fmt.Errorf("state %s comes from none of its problems %v", text(state), states)
	}
	if err == nil && state == "ok" && slices.ContainsFunc(states, func(s string) bool { return s != "ok" }) {
		err = fmt.Errorf("state ok with the problems' states %v", states)
	}
	return err
}

func checkSelection(m map[string]any) error {
	if err := missingField(m, selectionFields); err != nil {
		return err
	}
	state, rule := text(m["state"]), text(m["rule"])
	switch {
	case !slices.Contains([]string{"ok", "missing", "broken", "none"}, state):
		return fmt.Errorf("state %q", state)
	case !slices.Contains(rules, rule):
		return fmt.Errorf("rule %q", rule)
	case text(m["reason"]) == "":
		return fmt.Errorf("no reason is given")
	case (state == "missing") != (m["wanted"] != nil):
		return fmt.Errorf("state %q with wanted %s", state, text(m["wanted"]))
	case state == "none" && m["interpreter"] != nil:
		return fmt.Errorf("state none with interpreter %s", text(m["interpreter"]))
	case (state == "ok" || state == "broken") && m["environment"] == nil:
		return fmt.Errorf("state %s without an environment", state)
	case rule == "none" && m["environment"] != nil:
		return fmt.Errorf("rule none with an environment")
	case !strings.HasPrefix(text(m["scope"]), "file://"):
		return fmt.Errorf("scope %q is not a file URI", m["scope"])
	}
	return nil
}

func TestCheckContractSeesBreaches(t *testing.T) {
	selection := map[string]any{
		"scope": "file:///p", "environment": nil, "interpreter": nil, "rule": "none", "reason": "nothing fits",
		"state": "none", "wanted": nil, "generation": 1.0,
	}
	if err := checkContract("x", []any{selection}); err != nil {
		t.Errorf("a right selection: %v", err)
	}
	for member, value := range map[string]any{
		"state": "missing", "rule": "guess", "reason": "", "interpreter": "/usr/bin/python3", "scope": "/p",
	} {
		wrong := map[string]any{}
		for k, v := range selection {
			wrong[k] = v
		}
		wrong[member] = value
		if checkContract("x", map[string]any{"selection": wrong}) == nil {
			t.Errorf("%s = %q was not seen", member, value)
		}
		delete(wrong, member)
		if member != "rule" && member != "scope" && checkContract("x", wrong) == nil {
			t.Errorf("absent %s was not seen", member)
		}
	}
	one := map[string]any{"name": "A", "version": "1", "editable": nil, "installer": nil, "requested": false, "inherited": false}
	if err := checkContract("x", map[string]any{"packages": []any{one}, "text": "A==1\n", "faults": []any{}}); err != nil {
		t.Errorf("right packages: %v", err)
	}
	for name, wrong := range map[string]map[string]any{
		"a package twice": {"packages": []any{one, one}, "text": nil, "faults": []any{}}, "no faults": {"packages": []any{one}, "text": nil},
		"a member absent": {"packages": []any{map[string]any{"name": "A", "version": "1"}}, "text": nil, "faults": []any{}},
		"no text":         {"packages": []any{one}, "text": "", "faults": []any{}}, "no list": {"packages": nil, "text": nil, "faults": []any{}},
	} {
		if checkContract("x", wrong) == nil {
			t.Errorf("packages: %s was not seen", name)
		}
	}
	if checkHealth(map[string]any{"state": "ok", "problems": []any{map[string]any{
		"code": "moved", "severity": "warning", "message": "m", "fixes": []any{"repair"},
	}}}) == nil {
		t.Error("state ok with a moved environment was not seen")
	}
}
