package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/pelletier/go-toml/v2"

	"github.com/venvd/venvd/internal/wire"
)

// configLimit bounds what is read of the configuration file; the longest that
// makes sense is a few hundred lines.
const configLimit = 1 << 20

// configPath gives the daemon's own configuration file: config.toml below the
// directory that the XDG base directory specification, or the platform, has for
// it.
func configPath() string { return filepath.Join(xdg.ConfigHome, "venvd", "config.toml") }

// readConfig reads the configuration file: the settings of docs/settings.md in
// TOML, those of the machine included, for the person alone writes it. One that
// is absent says nothing. It never fails: what cannot be used is a warning that
// names the file, and the rest applies.
func readConfig(path string) (wire.Values, []wire.Warning) {
	raw, err := configText(path)
	if err != nil {
		return wire.Values{}, []wire.Warning{{Text: fmt.Sprintf("the configuration file is not used: %v", err)}}
	}
	return wire.Parse(raw, wire.Origin{Name: path, Machine: true})
}

// configText gives the file as JSON; empty when there is none.
func configText(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file", path)
	case info.Size() > configLimit:
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that are read", path, info.Size(), configLimit)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var members map[string]any
	if err := toml.Unmarshal(text, &members); err != nil {
		var at *toml.DecodeError
		if errors.As(err, &at) {
			row, column := at.Position()
			return nil, fmt.Errorf("%s:%d:%d: %w", path, row, column, err)
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	raw, err := json.Marshal(members)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return raw, nil
}

// warn says what is wrong with the configuration file.
func (s *session) warn(errw io.Writer) {
	for _, w := range s.warnings {
		fmt.Fprintf(errw, "venvd: %s\n", w.Text)
	}
}
