package wire

import "github.com/go-json-experiment/json/jsontext"

// ConfigurationSection is the section of workspace/configuration that holds the
// settings.
const ConfigurationSection = "venvd"

// ServerExperimental is `capabilities.experimental` of the answer to initialize.
type ServerExperimental struct {
	Venvd ServerVenvd `json:"venvd"`
}

// ServerVenvd says what this daemon can do.
type ServerVenvd struct {
	// ProtocolVersion is 1.
	ProtocolVersion int `json:"protocolVersion"`
	// Methods are the custom requests it answers.
	Methods []string `json:"methods"`
	// Notifications are the custom notifications it sends.
	Notifications []string `json:"notifications"`
}

// Experimental gives what the answer to initialize carries.
func Experimental() ServerExperimental {
	e := ServerExperimental{ServerVenvd{ProtocolVersion: ProtocolVersion, Methods: []string{}, Notifications: []string{}}}
	for _, m := range Methods() {
		if m.Kind == Notification {
			e.Venvd.Notifications = append(e.Venvd.Notifications, m.Name)
		} else {
			e.Venvd.Methods = append(e.Venvd.Methods, m.Name)
		}
	}
	return e
}

// SaysVenvd reports whether capabilities.experimental of a client is that of
// one that knows venvd: only it is sent the custom notifications, may set what
// holds for the machine, and may say that a folder is trusted.
func SaysVenvd(experimental []byte) bool {
	said, ok := decodeAs[struct {
		Venvd jsontext.Value `json:"venvd"`
	}](experimental)
	return ok && said.Venvd.Kind() == 't'
}
