package state

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json"
)

// text is a string as it is stored. A path of Linux may be any bytes and JSON
// holds only UTF-8: what is not is stored as {"bytes":"<base64>"}, so that a
// choice for such a directory comes back as it was.
type text string

type rawBytes struct {
	Bytes []byte `json:"bytes"`
}

// MarshalJSON gives a JSON string, or an object for what is not UTF-8.
func (t text) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(t)) {
		return json.Marshal(string(t))
	}
	return json.Marshal(rawBytes{[]byte(t)})
}

// UnmarshalJSON takes both forms.
func (t *text) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		var raw rawBytes
		err := json.Unmarshal(data, &raw)
		*t = text(raw.Bytes)
		return err
	}
	var s string
	err := json.Unmarshal(data, &s)
	*t = text(s)
	return err
}
