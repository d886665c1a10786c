package wire

import "maps"

// Over gives the settings of v, and those of below that v does not set: key by
// key, a whole map or list being one value.
func (v Values) Over(below Values) Values {
	merged := maps.Clone(below.byKey)
	if merged == nil {
		merged = map[string]any{}
	}
	maps.Copy(merged, v.byKey)
	return Values{merged}
}

// Has reports whether the setting was set.
func (v Values) Has(key string) bool {
	_, ok := v.byKey[key]
	return ok
}

// InUntrusted gives the settings that are used in an untrusted folder: those
// that choose no program to run.
func (v Values) InUntrusted() Values {
	kept := maps.Clone(v.byKey)
	for _, s := range SettingTable() {
		if s.Restricted {
			delete(kept, s.Key)
		}
	}
	return Values{kept}
}

// Settings gives the complete settings: the defaults, and what was set.
func (v Values) Settings() Settings {
	var s Settings
	for _, row := range SettingTable() {
		row.assign(&s, row.Default)
		if value, ok := v.byKey[row.Key]; ok {
			row.assign(&s, value)
		}
	}
	return s
}
