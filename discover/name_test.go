package discover

import "testing"

func TestEnvironmentName(t *testing.T) {
	w, win := &World{OS: "linux"}, &World{OS: "windows"}
	for _, tt := range []struct {
		w                    *World
		prefix, prompt, want string
	}{
		{w, "/w/shop/.venv", "", "shop"},
		{w, "/w/shop/venv", "", "shop"},
		{w, "/w/shop/env", "", "shop"},
		{w, "/w/shop/.venv", "mine", "mine"},
		{w, "/home/u/.virtualenvs/web", "", "web"},
		{w, "/w/shop/.venv", " \x1b ", "shop"},
		{w, "/w/e", "a\x1b[2Jb", "a[2Jb"},
		{w, "/.venv", "", ".venv"},
		{w, "/", "", "/"},
		{w, "/w/\xff", "", "\uFFFD"},
		{win, `C:\w\shop\.venv`, "", "shop"},
		{win, `C:\.venv`, "", ".venv"},
	} {
		if got := environmentName(tt.w, tt.prefix, tt.prompt); got != tt.want {
			t.Errorf("environmentName(%q, %q) = %q, want %q", tt.prefix, tt.prompt, got, tt.want)
		}
	}
}

func TestTableSaysWhyAndWhere(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range table() {
		if row.name == "" || row.why == "" || row.evidence == "" || row.where == "" || seen[row.name] {
			t.Errorf("the row %q is not whole, or is there twice", row.name)
		}
		if row.recognise == nil && row.owns == nil && row.keeps == nil && !row.located() {
			t.Errorf("the row %s does nothing", row.name)
		}
		seen[row.name] = true
	}
}
