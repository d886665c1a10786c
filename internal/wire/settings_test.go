package wire

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func parse(t *testing.T, raw string, from Origin) (Values, []string) {
	t.Helper()
	v, ws := Parse([]byte(raw), from)
	texts := []string{}
	for _, w := range ws {
		texts = append(texts, w.Text)
	}
	return v, texts
}

var trusted = Origin{Name: "the test", Machine: true}

func TestDefaults(t *testing.T) {
	want := Settings{
		RepairOnMove: "ask", DeleteUndoHours: 24, Diagnostics: map[string]string{}, DiscoveryDepth: 6, DiscoveryEntries: 100_000,
		DiscoveryIgnore: []string{}, LanguageServers: map[string]string{}, Places: map[string][]string{}, Tools: map[string]string{},
		WatchPoll: "auto", LogLevel: "info",
	}
	for _, raw := range []string{"", " ", "null", "{}", `{"interpreter":null,"discovery":null,"discovery.depth":null,"log":{"file":null}}`} {
		v, warnings := parse(t, raw, trusted)
		if d := cmp.Diff(want, v.Settings()); d != "" || len(warnings) > 0 {
			t.Errorf("%q: %v\n%s", raw, warnings, d)
		}
	}
}

// every sets each setting to something that is not its default.
const every = `{
	"interpreter": ".venv", "create": {"tool": "uv", "python": "3.12"}, "repair.onMove": "never", "delete": {"undoHours": 0.5},
	"diagnostics": {"env-moved": "off"}, "discovery": {"depth": 3, "entries": 500, "ignore": ["node_modules"]},
	"languageServers": {"ty": "restart"}, "places": {"pyenv": ["~/p"], "mine": []}, "tools": {"uv": "~/bin/uv"},
	"watch": {"poll": "always"}, "log": {"level": "debug", "file": "~/log"}}`

func TestEverySettingIsRead(t *testing.T) {
	v, warnings := parse(t, every, trusted)
	if len(warnings) > 0 {
		t.Error(warnings)
	}
	want := Settings{
		Interpreter: ".venv", CreateTool: "uv", CreatePython: "3.12", RepairOnMove: "never", DeleteUndoHours: 0.5,
		Diagnostics: map[string]string{"env-moved": "off"}, DiscoveryDepth: 3, DiscoveryEntries: 500, DiscoveryIgnore: []string{"node_modules"},
		LanguageServers: map[string]string{"ty": "restart"}, Places: map[string][]string{"pyenv": {"~/p"}, "mine": {}},
		Tools: map[string]string{"uv": "~/bin/uv"}, WatchPoll: "always", LogLevel: "debug", LogFile: "~/log",
	}
	if d := cmp.Diff(want, v.Settings()); d != "" {
		t.Error(d)
	}
	// A row that is added must be set above, and one that is not assigned is seen.
	defaults := reflect.ValueOf(Values{}.Settings())
	for i := range defaults.NumField() {
		if reflect.DeepEqual(defaults.Field(i).Interface(), reflect.ValueOf(v.Settings()).Field(i).Interface()) {
			t.Errorf("%s is as by default", defaults.Type().Field(i).Name)
		}
	}
	for _, row := range SettingTable() {
		if !v.Has(row.Key) {
			t.Errorf("%s is not in the test", row.Key)
		}
	}
}

func TestWarnings(t *testing.T) {
	for name, tt := range map[string]struct {
		raw   string
		from  Origin
		wants []string // what the warnings have, in their order
	}{
		"unknown":                {`{"interpretr":"x"}`, trusted, []string{`"interpretr" in the test is not known; the nearest is "interpreter"`}},
		"unknown in a group":     {`{"discovery":{"deph":3}}`, trusted, []string{`"discovery.deph" in the test is not known; the nearest is "discovery.depth"`}},
		"without its group":      {`{"depth":3}`, trusted, []string{`the nearest is "discovery.depth"`}},
		"with the section":       {`{"venvd.interpreter":"x"}`, trusted, []string{`"venvd.interpreter" in the test is not known; the nearest is "interpreter"`}},
		"wrong case":             {`{"Interpreter":"x"}`, trusted, []string{`the nearest is "interpreter"`}},
		"ill-typed":              {`{"interpreter":3}`, trusted, []string{`"interpreter" in the test is not used: wanted is a string or null, and there is the number 3`}},
		"not in the enumeration": {`{"repair.onMove":"often"}`, trusted, []string{`wanted is one of "ask", "always", "never", and there is the string "often"`}},
		"fraction":               {`{"discovery.depth":1.5}`, trusted, []string{`wanted is a whole number from 1 to 64, and there is the number 1.5`}},
		"out of range":           {`{"discovery.depth":0}`, trusted, []string{`from 1 to 64`}},
		"negative hours":         {`{"delete.undoHours":-1}`, trusted, []string{`a number from 0 to 8760`}},
		"list of the wrong":      {`{"discovery.ignore":["a",1]}`, trusted, []string{`wanted is a list of strings, and there is a list`}},
		"group is no object":     {`{"discovery":true}`, trusted, []string{`"discovery" in the test is not used: wanted is an object, and there is true`}},
		"whole is no object":     {`[1]`, trusted, []string{`the settings in the test are not used: wanted is an object, and there is a list`}},
		"not JSON":               {`{"a`, trusted, []string{`the settings in the test are not used`}},
		"unknown member":         {`{"diagnostics":{"env-mooved":"off"}}`, trusted, []string{`"env-mooved" of setting "diagnostics" in the test is not used: it is not known; the nearest is "env-moved"`}},
		"ill-typed member":       {`{"languageServers":{"ty":true}}`, trusted, []string{`"ty" of setting "languageServers" in the test is not used: wanted is one of "auto", "restart", "off", and there is true`}},
		"relative tool":          {`{"tools":{"uv":"bin/uv"}}`, trusted, []string{`wanted is an absolute path or one from ~, and there is the string "bin/uv"`}},
		"relative place":         {`{"places":{"x":["a"]}}`, trusted, []string{`"x" of setting "places"`}},
		"trust is no setting":    {`{"trusted":true}`, trusted, []string{`"trusted" in the test is not known`}},
		"long values are cut":    {`{"interpreter":["` + strings.Repeat("x", 999) + `"],"` + strings.Repeat("ä", 999) + `":1}`, trusted, []string{"a list", "…"}},
		"machine settings": {
			`{"tools":{},"places":{},"watch":{"poll":"auto"},"log.file":null,"log.level":"info"}`,
			Origin{Name: "here"},
			[]string{`"log.level" in here is ignored: it holds for the machine, and is read only`, `"places"`, `"tools"`, `"watch.poll"`},
		},
		"machine settings of a folder": {`{"tools":{}}`, Origin{Name: "here", Folder: true, Machine: true}, []string{"not for one folder"}},
		"two members":                  {`{"interpreter":1,"watch.poll":1}`, trusted, []string{"interpreter", "watch.poll"}},
	} {
		v, got := parse(t, tt.raw, tt.from)
		if len(got) != len(tt.wants) {
			t.Errorf("%s: %d warnings: %q", name, len(got), got)
			continue
		}
		slices.Sort(got)
		for i, want := range tt.wants {
			if !strings.Contains(got[i], want) {
				t.Errorf("%s: %q does not say %q", name, got[i], want)
			}
		}
		s := v.Settings()
		if d := cmp.Diff(Values{}.Settings(), s); d != "" {
			t.Errorf("%s: something is applied:\n%s", name, d)
		}
	}
}

func TestTheRestApplies(t *testing.T) {
	v, warnings := parse(t, `{"interpreter":7,"discovery":{"depth":"x","entries":500},"diagnostics":{"untrusted":"off","x":"off","env-moved":null}}`, trusted)
	s := v.Settings()
	if len(warnings) != 3 || s.DiscoveryEntries != 500 || s.DiscoveryDepth != 6 || !maps.Equal(s.Diagnostics, map[string]string{"untrusted": "off"}) {
		t.Errorf("%q, %+v", warnings, s)
	}
	if v, _ := parse(t, `{"discovery.depth":2,"discovery":{"depth":3}}`, trusted); v.Settings().DiscoveryDepth != 2 {
		t.Error("the dotted name does not win")
	}
	if v, ws := parse(t, `{"discovery.depth":2,"discovery.depth":4}`, trusted); v.Settings().DiscoveryDepth != 4 || len(ws) > 0 {
		t.Error("a name that is there twice: the last one counts", ws)
	}
}

func TestManyWarningsAreBounded(t *testing.T) {
	raw := "{"
	for i := range 500 {
		raw += `"x` + strings.Repeat("y", i) + `":1,`
	}
	_, warnings := parse(t, raw+`"interpreter":"i"}`, trusted)
	if len(warnings) != maxWarnings+1 || !strings.Contains(warnings[maxWarnings], "480 more") {
		t.Errorf("%d: %q", len(warnings), warnings[len(warnings)-1])
	}
}

func TestOver(t *testing.T) {
	below, _ := parse(t, `{"interpreter":"below","discovery.depth":2,"diagnostics":{"untrusted":"off"}}`, trusted)
	above, _ := parse(t, `{"interpreter":"","diagnostics":{"env-moved":"off"},"create":{"tool":null}}`, trusted)
	s := above.Over(below).Settings()
	if s.Interpreter != "" || s.DiscoveryDepth != 2 || !maps.Equal(s.Diagnostics, map[string]string{"env-moved": "off"}) {
		t.Errorf("%+v", s)
	}
	// Neither side is changed by it.
	if below.Settings().Interpreter != "below" || above.Has("discovery.depth") {
		t.Error("one of them was changed")
	}
	if d := cmp.Diff(below.Settings(), Values{}.Over(below).Settings()); d != "" {
		t.Error(d)
	}
}

func TestInUntrusted(t *testing.T) {
	v, _ := parse(t, every, trusted)
	s := v.InUntrusted().Settings()
	if len(s.Tools) != 0 || s.Interpreter != ".venv" || !v.Has("tools") {
		t.Errorf("%+v", s)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{every, "", "null", "[]", `{"a":{"b":[{}]}}`, `{"discovery":{"depth":1e999}}`, `{"tools":{"":""}}`, "{\"\xff\":1}", `{"folders":{"file:///a":{"interpreter":"x"}},"trusted":{"file:///a":false}}`} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, raw string, machine bool) {
		v, warnings := Parse([]byte(raw), Origin{Name: "fuzz", Machine: machine})
		if len(warnings) > maxWarnings+1 {
			t.Errorf("%d warnings", len(warnings))
		}
		for _, w := range warnings {
			if w.Text == "" || len(w.Text) > 1000 {
				t.Errorf("warning of %d bytes", len(w.Text))
			}
		}
		s := v.Settings()
		if s.DiscoveryDepth < 1 || s.DiscoveryDepth > 64 || !slices.Contains([]string{"ask", "always", "never"}, s.RepairOnMove) {
			t.Errorf("out of range: %+v", s)
		}
		if !machine && (len(s.Tools) > 0 || s.LogFile != "" || len(s.Places) > 0) {
			t.Errorf("a setting of the machine was taken: %+v", s)
		}
		i, _ := ParseInitialization([]byte(raw), machine)
		if yes, _ := i.Trusted.For("/a"); yes && !machine {
			t.Error("trusted by a client that may not")
		}
	})
}
