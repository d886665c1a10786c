package wire

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// absolute makes a slash path absolute on this system.
func absolute(path string) string {
	volume := filepath.VolumeName(os.TempDir())
	if volume != "" {
		volume = string(volume[0]&^0x20) + volume[1:] // as Path gives it
	}
	return volume + filepath.FromSlash(path)
}

func TestExpandInterpreter(t *testing.T) {
	folder, home := absolute("/w/shop"), absolute("/home/me")
	for value, want := range map[string]string{
		"":                                ".",
		absolute("/opt/py/../env"):        absolute("/opt/env"),
		"~":                               home,
		"~/envs/x":                        absolute("/home/me/envs/x"),
		".venv":                           absolute("/w/shop/.venv"),
		"../other/.venv/":                 absolute("/w/other/.venv"),
		"${workspaceFolder}":              folder,
		"${workspaceFolder}/.venv/bin/py": absolute("/w/shop/.venv/bin/py"),
		"python3.12":                      absolute("/w/shop/python3.12"),
		"a~b":                             absolute("/w/shop/a~b"),
		"~other/x":                        "",
		"${env:HOME}/x":                   "",
		"x/${workspaceFolder}":            "",
		"${workspaceFolder}.venv":         "",
		"a\x00b":                          "",
	} {
		got, err := ExpandInterpreter(value, folder, home)
		if want == "." { // nothing is set
			want = ""
			if err != nil {
				t.Error(err)
			}
		} else if (err == nil) != (want != "") || (err != nil && !errors.Is(err, ErrExpand)) {
			t.Errorf("%q: %v", value, err)
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", value, got, want)
		}
	}
}

func TestExpandPath(t *testing.T) {
	home := absolute("/home/me")
	for value, want := range map[string]string{"~/x": absolute("/home/me/x"), absolute("/a/./b"): absolute("/a/b"), "x": "", "": "", "~a": ""} {
		if got, err := ExpandPath(value, home); got != want || (err == nil) != (want != "") {
			t.Errorf("%q gives %q, %v", value, got, err)
		}
	}
	if _, err := ExpandPath("~/x", ""); !errors.Is(err, ErrExpand) {
		t.Errorf("no home: %v", err)
	}
}
