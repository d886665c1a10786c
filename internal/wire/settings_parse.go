package wire

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Origin is where settings came from.
type Origin struct {
	Name string // for messages: "initializationOptions", the path of a file
	// Machine: settings of machine scope are read from here.
	Machine bool
	// Folder: the settings are those of one folder in `folders`, where a setting
	// of machine scope makes no sense.
	Folder bool
}

// Warning is something about a settings object that a person should be shown.
// The rest of the object applies.
type Warning struct {
	Setting string // the name as it was written; empty when it is about the whole
	Text    string
}

// Values are the settings that were set, checked. The zero Values is none.
type Values struct {
	byKey map[string]any
}

// Parse reads a settings object. Nested and dotted names mean the same
// ({"discovery":{"depth":3}}, {"discovery.depth":3}; the dotted one wins where
// both are there), and null is absent. It never fails: what cannot be used is
// left out and told, every warning naming the setting.
func Parse(raw []byte, from Origin) (Values, []Warning) {
	p := parser{from: from, table: map[string]Setting{}, values: Values{map[string]any{}}}
	for _, s := range SettingTable() {
		p.table[s.Key] = s
	}
	value := jsontext.Value(raw)
	if len(strings.TrimSpace(string(raw))) > 0 && value.Kind() != 'n' {
		p.object("", value)
	}
	return p.values, p.result()
}

type parser struct {
	from     Origin
	table    map[string]Setting
	values   Values
	warnings []Warning
}

// object reads the members of the whole, or of the group that prefix names.
func (p *parser) object(prefix string, raw jsontext.Value) {
	members, ok := decodeAs[map[string]jsontext.Value](raw)
	if !ok {
		p.notAnObject(prefix, raw)
		return
	}
	names := slices.SortedFunc(maps.Keys(members), func(a, b string) int {
		// Groups come first, so that dotted names win.
		if dots := strings.Count(a, ".") - strings.Count(b, "."); dots != 0 {
			return dots
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		if value := members[name]; value.Kind() != 'n' {
			p.member(prefix+name, value)
		}
	}
}

func (p *parser) notAnObject(prefix string, raw jsontext.Value) {
	if prefix == "" {
		p.warn("", fmt.Sprintf("the settings in %s are not used: %s", p.from.Name, illTyped("an object", raw)))
		return
	}
	group := strings.TrimSuffix(prefix, ".")
	p.warn(group, fmt.Sprintf("setting %q in %s is not used: %s", group, p.from.Name, illTyped("an object", raw)))
}

func (p *parser) member(key string, value jsontext.Value) {
	row, known := p.table[key]
	switch {
	case known:
		p.setting(row, value)
	case p.isGroup(key):
		p.object(key+".", value)
	default:
		p.warn(key, fmt.Sprintf("setting %s in %s is not known; the nearest is %q",
			shown(key), p.from.Name, nearest(strings.TrimPrefix(key, ConfigurationSection+"."), slices.Collect(maps.Keys(p.table)))))
	}
}

func (p *parser) isGroup(key string) bool {
	for k := range p.table {
		if strings.HasPrefix(k, key+".") {
			return true
		}
	}
	return false
}

func (p *parser) setting(row Setting, value jsontext.Value) {
	if why := p.forbidden(row); why != "" {
		p.warn(row.Key, fmt.Sprintf("setting %q in %s is ignored: %s", row.Key, p.from.Name, why))
		return
	}
	v, ok := row.Type.read(value, func(member, why string) {
		p.warn(row.Key, fmt.Sprintf("%s of setting %q in %s is not used: %s", shown(member), row.Key, p.from.Name, why))
	})
	if !ok {
		p.warn(row.Key, fmt.Sprintf("setting %q in %s is not used: %s", row.Key, p.from.Name, illTyped(row.Type.Wanted, value)))
		return
	}
	p.values.byKey[row.Key] = v
}

func (p *parser) forbidden(row Setting) string {
	switch {
	case row.Scope != MachineScope:
		return ""
	case p.from.Folder:
		return "it holds for the machine and not for one folder"
	case !p.from.Machine:
		return "it holds for the machine, and is read only from a client that says experimental.venvd or from the daemon's own configuration file"
	}
	return ""
}

func (p *parser) warn(setting, text string) {
	p.warnings = append(p.warnings, Warning{Setting: setting, Text: text})
}

// result bounds what a person is shown.
func (p *parser) result() []Warning {
	if more := len(p.warnings) - maxWarnings; more > 0 {
		p.warnings = append(p.warnings[:maxWarnings],
			Warning{Text: fmt.Sprintf("%d more settings in %s are not used", more, p.from.Name)})
	}
	return p.warnings
}
