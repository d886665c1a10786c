package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadConfig(t *testing.T) {
	dir := t.TempDir()
	for _, row := range []struct {
		name, text string
		level      string
		warning    string
	}{
		{"empty", "", "info", ""},
		{"nested", "[log]\nlevel = \"debug\"\n[places]\nvenv = [\"~/envs\"]\n", "debug", ""},
		{"dotted", "\"log.level\" = \"debug\"\n", "debug", ""},
		{"unknown", "depht = 3\n[log]\nlevel = \"warn\"\n", "warn", `"depht"`},
		{"no TOML", "[log\n", "info", "no TOML:1:"},
		{"not JSON", "log = nan\n", "info", "not JSON"},
	} {
		path := write(t, filepath.Join(dir, row.name), row.text)
		values, warnings := readConfig(path)
		if got := values.Settings().LogLevel; got != row.level {
			t.Errorf("%s: log.level is %q, want %q", row.name, got, row.level)
		}
		if said := len(warnings) > 0; said != (row.warning != "") {
			t.Errorf("%s: warnings %v", row.name, warnings)
		} else if said && (!strings.Contains(warnings[0].Text, row.warning) || !strings.Contains(warnings[0].Text, path)) {
			t.Errorf("%s: %s", row.name, warnings[0].Text)
		}
	}
	if _, warnings := readConfig(filepath.Join(dir, "absent")); len(warnings) > 0 {
		t.Errorf("absent: %v", warnings)
	}
	huge := filepath.Join(dir, "huge")
	write(t, huge, "")
	if err := os.Truncate(huge, configLimit+1); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, huge} {
		if _, warnings := readConfig(path); len(warnings) != 1 || !strings.Contains(warnings[0].Text, path) {
			t.Errorf("%s: %v", path, warnings)
		}
	}
}
