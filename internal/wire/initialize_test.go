package wire

import (
	"slices"
	"strings"
	"testing"
)

func TestSaysVenvd(t *testing.T) {
	for raw, want := range map[string]bool{
		`{"venvd":true}`: true, `{"venvd":true,"x":{}}`: true, `{"venvd":false}`: false, `{"venvd":"true"}`: false,
		`{}`: false, ``: false, `null`: false, `true`: false, `{"venvd":1}`: false,
	} {
		if got := SaysVenvd([]byte(raw)); got != want {
			t.Errorf("%s: %v", raw, got)
		}
	}
}

func TestParseInitialization(t *testing.T) {
	a, b := string(URI(absolute("/a"))), string(URI(absolute("/b c")))
	raw := `{"interpreter":"all","watch":{"poll":"always"},
		"folders":{"` + a + `":{"interpreter":"a","tools":{}},"` + b + `":null,"untitled:x":{}},
		"trusted":{"` + a + `":true,"` + b + `":false}}`
	i, warnings := ParseInitialization([]byte(raw), true)
	if len(warnings) != 2 || !strings.Contains(warnings[0].Text+warnings[1].Text, "untitled:x") || !strings.Contains(warnings[0].Text+warnings[1].Text, "not for one folder") {
		t.Errorf("warnings: %v", warnings)
	}
	if s := i.For(absolute("/a")).Settings(); s.Interpreter != "a" || s.WatchPoll != "always" {
		t.Errorf("/a: %+v", s)
	}
	if s := i.For(absolute("/b c")).Settings(); s.Interpreter != "all" {
		t.Errorf("/b c: %+v", s)
	}
	for path, want := range map[string][2]bool{"/a": {true, true}, "/b c": {false, true}, "/other": {false, false}} {
		if yes, known := i.Trusted.For(absolute(path)); yes != want[0] || known != want[1] {
			t.Errorf("%s: trusted %v, known %v", path, yes, known)
		}
	}
}

func TestWhoMayTrust(t *testing.T) {
	a := string(URI(absolute("/a")))
	for _, tt := range []struct {
		raw          string
		experimental bool
		yes, known   bool
		warnings     int
	}{
		{`{"trusted":true}`, true, true, true, 0},
		{`{"trusted":true}`, false, false, false, 1},
		{`{"trusted":false}`, false, false, true, 0},
		{`{"trusted":{"` + a + `":true}}`, false, false, false, 1},
		{`{"trusted":{"` + a + `":false}}`, false, false, true, 0},
		{`{"trusted":"yes"}`, true, false, false, 1},
		{`{"trusted":{"` + a + `":1}}`, true, false, false, 1},
		{`{"trusted":null}`, true, false, false, 0},
		{`{"folders":7}`, true, false, false, 1},
		{`7`, true, false, false, 1},
		{`null`, true, false, false, 0},
		{``, true, false, false, 0},
	} {
		i, warnings := ParseInitialization([]byte(tt.raw), tt.experimental)
		yes, known := i.Trusted.For(absolute("/a"))
		if yes != tt.yes || known != tt.known || len(warnings) != tt.warnings {
			t.Errorf("%s: trusted %v, known %v, %v", tt.raw, yes, known, warnings)
		}
	}
}

func TestMethodTable(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Methods() {
		if seen[m.Name] || !strings.HasPrefix(m.Name, "venvd/") || m.Params == nil {
			t.Errorf("row %s", m.Name)
		}
		seen[m.Name] = true
		if (m.Kind == Notification) && m.Result != nil {
			t.Errorf("%s is a notification with a result", m.Name)
		}
	}
	for command, method := range Commands() {
		if !seen[method] || !strings.HasPrefix(command, "venvd.") {
			t.Errorf("command %s runs %s", command, method)
		}
	}
	e := Experimental().Venvd
	if e.ProtocolVersion != 1 || !slices.Contains(e.Methods, MethodSync) || !slices.Contains(e.Notifications, NotifyEnvironmentsChanged) ||
		len(e.Methods)+len(e.Notifications) != len(seen) {
		t.Errorf("%+v", e)
	}
}
