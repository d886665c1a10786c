package wire

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	"go.lsp.dev/protocol"
)

// Initialization is what initializationOptions says. Folders are keyed by path.
type Initialization struct {
	Settings Values
	Folders  map[string]Values // what differs in a folder
	Trusted  Trusted
}

// For gives the settings of a folder.
func (i Initialization) For(folder string) Values { return i.Folders[folder].Over(i.Settings) }

// Trusted is what the client says of trust, which wins over what is stored.
type Trusted struct {
	all     *bool
	folders map[string]bool
}

// For gives the client's answer for an opened folder; known is false when it
// has none.
func (t Trusted) For(folder string) (trusted, known bool) {
	if trusted, known := t.folders[folder]; known {
		return trusted, true
	}
	if t.all != nil {
		return *t.all, true
	}
	return false, false
}

// ParseInitialization reads initializationOptions: the settings, `folders` and
// `trusted`. experimental: the client says experimental.venvd. Like [Parse] it
// never fails: what cannot be used is left out and told.
func ParseInitialization(raw []byte, experimental bool) (Initialization, []Warning) {
	i := Initialization{Folders: map[string]Values{}, Trusted: Trusted{folders: map[string]bool{}}}
	p := parser{from: Origin{Name: "initializationOptions", Machine: experimental}}
	if members, ok := decodeAs[map[string]jsontext.Value](raw); ok {
		p.folders(members["folders"], i.Folders)
		i.Trusted.all = p.trusted(members["trusted"], experimental, i.Trusted.folders)
		delete(members, "folders")
		delete(members, "trusted")
		rest, err := protocol.Marshal(members)
		if err != nil {
			p.warn("", fmt.Sprintf("the settings in %s are not used: %v", p.from.Name, err))
			return i, p.result()
		}
		raw = rest
	}
	values, warnings := Parse(raw, p.from)
	i.Settings = values
	p.warnings = append(warnings, p.warnings...)
	return i, p.result()
}

// folders reads {uri: settings}.
func (p *parser) folders(raw jsontext.Value, out map[string]Values) {
	for path, value := range p.byFolder("folders", "an object from folder URIs to settings", raw) {
		from := Origin{Name: fmt.Sprintf("%s.folders[%q]", p.from.Name, URI(path)), Folder: true}
		values, warnings := Parse(value, from)
		out[path] = values
		p.warnings = append(p.warnings, warnings...)
	}
}

// trusted reads a boolean for all folders, which it returns, or {uri: boolean}.
func (p *parser) trusted(raw jsontext.Value, experimental bool, out map[string]bool) *bool {
	if k := raw.Kind(); k == 't' || k == 'f' {
		if answer, ok := p.trust(`"trusted"`, raw, experimental); ok {
			return &answer
		}
		return nil
	}
	for path, value := range p.byFolder("trusted", "a boolean, or an object from folder URIs to booleans", raw) {
		if answer, ok := p.trust(fmt.Sprintf("trusted[%q]", URI(path)), value, experimental); ok {
			out[path] = answer
		}
	}
	return nil
}

// trust reads one answer. To distrust is everybody's right; to trust is not,
// for the options of some editors are read from files of the folder.
func (p *parser) trust(where string, raw jsontext.Value, experimental bool) (answer, ok bool) {
	answer, ok = decodeAs[bool](raw)
	switch {
	case !ok:
		p.warn("trusted", fmt.Sprintf("%s in %s is not used: %s", where, p.from.Name, illTyped("a boolean", raw)))
	case answer && !experimental:
		p.warn("trusted", fmt.Sprintf(
			"%s in %s is ignored: only a client that says experimental.venvd may trust; else use `venvd trust DIR`", where, p.from.Name))
		return false, false
	}
	return answer, ok
}

// byFolder gives the members of an object whose names are file URIs, in the
// order of the names, by path.
func (p *parser) byFolder(member, wanted string, raw jsontext.Value) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		if len(raw) == 0 || raw.Kind() == 'n' {
			return
		}
		members, ok := decodeAs[map[string]jsontext.Value](raw)
		if !ok {
			p.warn(member, fmt.Sprintf("%q in %s is not used: %s", member, p.from.Name, illTyped(wanted, raw)))
			return
		}
		for _, name := range slices.Sorted(maps.Keys(members)) {
			path, err := Path(DocumentURI(name))
			if err != nil {
				p.warn(member, fmt.Sprintf("a member of %q in %s is not used: %v", member, p.from.Name, err))
				continue
			}
			if members[name].Kind() != 'n' && !yield(path, members[name]) {
				return
			}
		}
	}
}
