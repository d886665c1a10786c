package discover

import "errors"

// settingsFile reads a tool's own configuration in TOML, once in a scan; nil when
// there is none. What is wrong with it is a fault.
func settingsFile(l *Look, path string) *manifest {
	if path == "" {
		return nil
	}
	return once(l, "settings:"+path, func(l *Look) *manifest {
		data, err := l.ReadFile(path, maxConfig)
		if absent(err) || errors.Is(err, errAbandoned) {
			return nil
		}
		if err != nil {
			l.Fault(faultOf(path, err))
			return nil
		}
		m := parseManifest(path, data)
		for _, f := range m.problems {
			l.Fault(f)
		}
		return m
	})
}

// settings are the values of one key in the order in which a tool asks for them:
// a variable, then configuration files.
type settings struct {
	l     *Look
	files []*manifest
}

// text gives the first value, and where it stands: the file, or the variable.
func (s settings) text(variable string, keys ...string) (value, from string) {
	if variable != "" {
		if v, ok := s.l.World().Env(variable); ok && v != "" {
			return v, variable
		}
	}
	for _, m := range s.files {
		if v := m.text(keys...); v != "" {
			return v, m.path
		}
	}
	return "", ""
}

// directory gives an absolute directory; empty when none is set.
func (s settings) directory(variable string, keys ...string) string {
	w := s.l.World()
	dir, _ := s.text(variable, keys...)
	if dir = w.expand(dir); !w.IsAbs(dir) {
		return ""
	}
	return w.Clean(dir)
}

// flag gives a value of yes or no, and whether it is set. Variables spell it in
// several ways.
func (s settings) flag(variable string, keys ...string) (on, set bool) {
	if variable != "" {
		if v, ok := s.l.World().Env(variable); ok {
			switch normalName(v) {
			case "true", "1", "yes", "on", "y", "t":
				return true, true
			case "":
			default:
				return false, true
			}
		}
	}
	for _, m := range s.files {
		if v, ok := m.get(keys...).(bool); ok {
			return v, true
		}
	}
	return false, false
}
