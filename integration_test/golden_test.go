package integration_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// volatile are the members whose value differs from run to run.
var volatile = strings.Fields("generation pid uptimeMs ms memoryBytes undoUntil watches lost")

// golden is a value as the scripts' golden files have it: indented, members
// in order, and what differs from run to run replaced by stable placeholders.
func (s *session) golden(v any) string {
	data, err := json.MarshalIndent(s.stable("", v), "", "  ")
	if err != nil {
		return fmt.Sprint(v)
	}
	// The placeholders' brackets are HTML to encoding/json.
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(data))
}

func (s *session) stable(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = s.stable(k, e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = s.stable(key, e)
		}
		return out
	case string:
		if key == "id" || key == "removed" {
			return s.idName(v)
		}
		return s.placeholders(v)
	case float64:
		if slices.Contains(volatile, key) {
			return "<" + key + ">"
		}
	}
	return v
}

// idName gives ids short names in the order in which a script meets them.
func (s *session) idName(id string) string {
	name, ok := s.ids[id]
	if !ok {
		name = fmt.Sprintf("<id%d>", len(s.ids)+1)
		s.ids[id] = name
	}
	return name
}

// placeholders puts the script's directory and the machine's Pythons by name.
func (s *session) placeholders(text string) string {
	text = strings.ReplaceAll(text, s.work, "$WORK")
	for _, p := range machine.Pythons() {
		if !p.System { // the system's prefix, /usr, is the start of too much
			text = strings.ReplaceAll(text, p.Prefix, "$BASE"+strings.ReplaceAll(p.Minor, ".", ""))
		}
	}
	return text
}
