package discover

import "testing"

func TestActivatePlace(t *testing.T) {
	w := &World{OS: "linux"}
	for _, tt := range []struct{ name, script, want string }{
		{"CPython up to 3.12", "    unset VIRTUAL_ENV\nVIRTUAL_ENV=\"/w/e\"\nexport VIRTUAL_ENV\n", "/w/e"},
		{"CPython 3.12, indented", "    export VIRTUAL_ENV=$(cygpath \"/w/e\")\n    export VIRTUAL_ENV=\"/w/e\"\n", "/w/e"},
		{"shlex.quote, bare", "VIRTUAL_ENV=/w/e\n", "/w/e"},
		{"shlex.quote", `VIRTUAL_ENV='/w/it'"'"'s a $x'` + "\n", "/w/it's a $x"},
		{"unescaped quotes of older CPython", `VIRTUAL_ENV="/w/a "b" $c"` + "\n", `/w/a "b" $c`},
		{"virtualenv 21", "VIRTUAL_ENV=\"$CURRENT_ENV\"\nVIRTUAL_ENV=/w/e\nVIRTUAL_ENV=$(cygpath \"$VIRTUAL_ENV\")\n", "/w/e"},
		{"relocatable uv", `VIRTUAL_ENV=''"$(dirname -- "$(realpath -- "$S")")"''` + "\n", ""},
		{"CR LF", "VIRTUAL_ENV=\"/w/e\"\r\n", "/w/e"},
		{"a comment behind", "VIRTUAL_ENV=/w/e # here\n", "/w/e"},
		{"not clean", "VIRTUAL_ENV=/w/./e/\n", "/w/e"},
		{"open quote", "VIRTUAL_ENV='/w/e\n", ""},
		{"relative", "VIRTUAL_ENV=e\n", ""},
		{"another variable", "VIRTUAL_ENV_PROMPT=/w/e\n", ""},
		{"empty", "", ""},
	} {
		if got := activatePlace(w, tt.script); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	windows := &World{OS: "windows"}
	if got := activatePlace(windows, "VIRTUAL_ENV=\"C:\\w\\e\"\r\n"); got != `C:\w\e` {
		t.Errorf("Windows: got %q", got)
	}
}

func TestScriptPlace(t *testing.T) {
	w := &World{OS: "linux"}
	for _, tt := range []struct{ name, head, want string }{
		{"simple", "#!/w/e/bin/python3.12\n# -*- coding", "/w/e"},
		{"with an argument", "#!/w/e/bin/python -E\n", "/w/e"},
		{"a blank first", "#! /w/e/bin/python\n", "/w/e"},
		{"distlib, long path", "#!/bin/sh\n'''exec' /w/e/bin/python \"$0\" \"$@\"\n' '''\n", "/w/e"},
		{"distlib, blank", "#!/bin/sh\n'''exec' \"/w/a b/bin/python\" \"$0\" \"$@\"\n' '''\n", "/w/a b"},
		{"uv, quote", "#!/bin/sh\n'''exec' '/w/it'\"'\"'s/bin/python' \"$0\" \"$@\"\n' '''\n", "/w/it's"},
		{"uv, relocatable", "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/'python' \"$0\" \"$@\"\n' '''\n", ""},
		{"of the system", "#!/usr/bin/env python3\n", ""},
		{"a shell script", "#!/bin/sh\necho\n", ""},
		{"a program", "\x7fELF\x02", ""},
		{"empty", "", ""},
		{"no bin", "#!/python\n", ""},
	} {
		if got := scriptPlace(w, tt.head); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzPlaces(f *testing.F) {
	for _, s := range []string{"VIRTUAL_ENV='", "VIRTUAL_ENV=\"", "#!", "#!/bin/sh\n'''exec' ", "VIRTUAL_ENV='a'\"b\"c", "#!/ /bin/python"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range []*World{{OS: "linux"}, {OS: "windows"}} {
			for _, p := range []string{activatePlace(w, s), scriptPlace(w, s)} {
				if p != "" && (!w.IsAbs(p) || w.Clean(p) != p) {
					t.Errorf("%q gives %q, which is no clean absolute path of %s", s, p, w.OS)
				}
			}
		}
	})
}
