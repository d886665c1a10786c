package discover

import "encoding/json"

// installRecord is what Windows' install manager (PEP 773) leaves in the root of
// each Python that it has installed.
const installRecord = "__install__.json"

// installedVersion reads the record, and with it what a person calls the base.
func (b *base) installedVersion(l *Look) (string, string) {
	if !b.dlls.said {
		return "", ""
	}
	path := l.World().Join(b.prefix, installRecord)
	data, err := l.ReadFile(path, maxHeader)
	if err != nil {
		return "", ""
	}
	var r struct {
		Version string `json:"sort-version"`
		Name    string `json:"display-name"`
	}
	if json.Unmarshal(data, &r) != nil {
		return "", "" // half written, or of a later schema: other files say it too
	}
	b.title = printable(r.Name)
	return normaliseVersion(r.Version), path
}
