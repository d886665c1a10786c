package main

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/internal/wire"
)

//go:embed settings_head.md
var settingsHead string

// settingsDoc makes docs/settings.md.
func settingsDoc() ([]byte, error) {
	var out strings.Builder
	out.WriteString(notice + settingsHead)
	for _, s := range wire.SettingTable() {
		value, err := json.Marshal(s.Default, json.Deterministic(true))
		if err != nil {
			return nil, fmt.Errorf("default of %s: %w", s.Key, err)
		}
		fmt.Fprintf(&out, "\n## `%s`\n\n%s\n\n- Type: %s\n- Default: `%s`\n- Holds for: %s\n", s.Key, s.Doc, s.Type.Wanted, value, holds(s))
		if s.Awaited {
			out.WriteString("- In this version: read and checked, and not used yet\n")
		}
	}
	return []byte(out.String()), nil
}

// holds says for what a setting holds, in words.
func holds(s wire.Setting) string {
	text := "a folder"
	if s.Scope == wire.MachineScope {
		text = "the machine"
	}
	if s.Restricted {
		text += "; not used in an untrusted folder"
	}
	return text
}

// settingsSchema makes the JSON Schema of the settings object with dotted
// names, as editors show and check it.
func settingsSchema() ([]byte, error) {
	properties := map[string]any{}
	for _, s := range wire.SettingTable() {
		p := map[string]any{"description": s.Doc, "default": s.Default, "x-scope": string(s.Scope)}
		for k, v := range s.Type.Schema {
			p[k] = v
		}
		if s.Restricted {
			p["x-restricted"] = true
		}
		properties[s.Key] = p
	}
	schema := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "Settings of venvd", "type": "object", "properties": properties,
	}
	data, err := json.Marshal(schema, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return nil, fmt.Errorf("docs/settings.schema.json cannot be made: %w", err)
	}
	return append(data, '\n'), nil
}
