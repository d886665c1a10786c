package wire

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// ErrExpand is in every error about a setting that names no path.
var ErrExpand = errors.New("it names no path")

const workspaceFolder = "${workspaceFolder}"

// ExpandInterpreter gives the absolute, cleaned path that the setting
// `interpreter` names for a folder: an absolute path, one from ~, one from
// ${workspaceFolder}, or one relative to the folder. Empty stays empty. It does
// not look at the disk.
func ExpandInterpreter(value, folder, home string) (string, error) {
	if value == "" {
		return "", nil
	}
	// Only in front does the folder make sense: it is absolute.
	if rest, ok := strings.CutPrefix(value, workspaceFolder); ok {
		if rest != "" && !isSeparator(rest[0]) {
			return "", fmt.Errorf("setting interpreter %.200q: a separator must follow %s: %w", value, workspaceFolder, ErrExpand)
		}
		value = folder + rest
	}
	if i := strings.Index(value, "${"); i >= 0 {
		return "", fmt.Errorf("setting interpreter %.200q: the only variable is %s, and only in front: %w", value, workspaceFolder, ErrExpand)
	}
	if strings.HasPrefix(value, "~") {
		return ExpandPath(value, home)
	}
	if !filepath.IsAbs(value) {
		value = filepath.Join(folder, value)
	}
	return checked(value)
}

// ExpandPath gives the absolute, cleaned path of a setting that holds for the
// machine: an absolute path or one from ~. It does not look at the disk.
func ExpandPath(value, home string) (string, error) {
	if rest, ok := strings.CutPrefix(value, "~"); ok {
		switch {
		case rest != "" && !isSeparator(rest[0]):
			return "", fmt.Errorf("path %.200q: the home of another user is not looked up, write it out: %w", value, ErrExpand)
		case home == "":
			return "", fmt.Errorf("path %.200q: the home directory is not known, write it out: %w", value, ErrExpand)
		}
		value = filepath.Join(home, rest)
	}
	return checked(value)
}

func checked(path string) (string, error) {
	switch {
	case strings.ContainsRune(path, 0):
		return "", fmt.Errorf("path %.200q has a zero byte: %w", path, ErrExpand)
	case !filepath.IsAbs(path):
		return "", fmt.Errorf("path %.200q is not absolute: %w", path, ErrExpand)
	}
	return filepath.Clean(path), nil
}

func isSeparator(c byte) bool { return c == '/' || c == filepath.Separator }
