package discover

import (
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

func TestAskArguments(t *testing.T) {
	old, now := []string{"-E", "-s", "-S", "-B", "-c"}, []string{"-I", "-S", "-B", "-c"}
	for minor, want := range map[string][]string{
		"": old, "2.7": old, "3.2": old, "3.3": old, "3.4": now, "3.9": now, "3.10": now, "3.13": now, "4.0": now,
	} {
		got := askArguments(minor)
		if !slices.Equal(got[:len(got)-1], want) || got[len(got)-1] != askProgram {
			t.Errorf("%q: %v", minor, got[:len(got)-1])
		}
	}
}

func TestParseReply(t *testing.T) {
	line := func(version, rest string) string {
		return `{"version": ` + version + `, "implementation": "cpython", "prefix": "'/p'", "base_prefix": "'/p'", "machine": "aarch64", "free_threading": false` + rest + `}`
	}
	for _, tt := range []struct{ line, want string }{
		{line(`[3, 13, 0, "final", 0]`, ""), "3.13.0"},
		{line(`[2, 7, 18, "final", 0]`, ""), "2.7.18"},
		{line(`[3, 14, 0, "candidate", 2]`, ""), "3.14.0rc2"},
		{line(`[3, 15, 0, "alpha", 1]`, `, "more": [1]`), "3.15.0a1"},
		{line(`[3, 13]`, ""), ""},
		{line(`[3, 13, "x", "final", 0]`, ""), ""},
		{line(`[3, 13, 0.5, "final", 0]`, ""), ""},
		{line(`[3, 13, 1e21, "final", 0]`, ""), ""},
		{line(`[3, 13, [], "final", {}]`, ""), ""},
		{line(`"3.13.0"`, ""), ""},
		{strings.Replace(line(`[3, 13, 0, "final", 0]`, ""), `"base_prefix": "'/p'"`, `"base_prefix": "'/q'"`, 1), ""},
		{`{"version": [3, 13, 0, "final", 0]}`, ""},
		{"Python 3.13.0", ""},
		{"", ""},
		{"null", ""},
		{line(`[3, 13, 0, "final", 0]`, "")[1:], ""},
	} {
		got, err := parseReply([]byte(tt.line))
		if got.Version != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s\ngives %q, %v, want %q", tt.line, got.Version, err, tt.want)
		}
	}
	got, err := parseReply([]byte(line(`[3, 13, 0, "final", 0]`, "")))
	if want := (venvcore.Asked{Version: "3.13.0", Implementation: "cpython", Machine: "aarch64"}); got != want || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	odd := strings.Replace(line(`[3, 13, 0, "final", 0]`, ""), "aarch64", "no machine", 1)
	if got, err := parseReply([]byte(odd)); got.Machine != "" || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
}
