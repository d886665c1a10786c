package wire

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"

	"go.lsp.dev/uri"
)

// ErrNotFile is in every error about a URI that names no file of this machine.
var ErrNotFile = errors.New("only files of this machine have an interpreter")

// URI gives the file URI of an absolute path, in the canonical form of VS Code.
// Bytes that are no UTF-8 are percent-encoded like all others, so that [Path]
// gives them back.
func URI(path string) uri.URI { return uriFor(host(), path) }

// Path gives the native, cleaned path of a file URI. The error says what is
// wrong with any other.
func Path(u uri.URI) (string, error) {
	path, err := pathFor(host(), u)
	if err != nil {
		return "", err
	}
	return filepath.Clean(path), nil
}

func host() uri.Platform {
	if runtime.GOOS == "windows" {
		return uri.PlatformWindows
	}
	return uri.PlatformPOSIX
}

// uriFor is URI for either kind of system.
func uriFor(platform uri.Platform, path string) uri.URI {
	if platform == uri.PlatformPOSIX {
		// Two slashes in front would be taken for the name of a host.
		path = "/" + strings.TrimLeft(path, "/")
	}
	return uri.FileFor(platform, path)
}

// pathFor is Path for either kind of system, without the cleaning.
func pathFor(platform uri.Platform, u uri.URI) (string, error) {
	scheme, _, found := strings.Cut(string(u), ":")
	if !found || !strings.EqualFold(scheme, "file") {
		return "", fmt.Errorf("%.200q is no file: URI: %w", string(u), ErrNotFile)
	}
	parsed, err := uri.Parse("file" + string(u)[len(scheme):])
	if err != nil {
		return "", fmt.Errorf("%.200q is no valid URI: %w", string(u), err)
	}
	switch authority := parsed.Authority(); {
	case strings.EqualFold(authority, "localhost"): // RFC 8089: this machine
		parsed = uri.URI("file://" + strings.TrimPrefix(string(parsed), "file://"+authority))
	case authority != "" && platform == uri.PlatformPOSIX:
		return "", fmt.Errorf("%.200q names the host %q: %w", string(u), authority, ErrNotFile)
	}
	path := uri.FsPathFor(parsed, platform, true)
	if platform == uri.PlatformPOSIX {
		path = unescaped(parsed)
	}
	switch {
	case strings.ContainsRune(path, 0):
		return "", fmt.Errorf("%.200q has a zero byte, which no path has: %w", string(u), ErrNotFile)
	case platform == uri.PlatformWindows:
		return upperDrive(path, u)
	}
	return path, nil
}

// unescaped gives the path of a canonical URI byte for byte. The library leaves
// escapes that are no UTF-8 as they are, and lowers what looks like a drive.
func unescaped(u uri.URI) string {
	path := u.Path()
	rest := strings.TrimPrefix(string(u), "file://")
	rest, _, _ = strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	if raw, err := url.PathUnescape(rest); err == nil && !utf8.ValidString(raw) {
		return raw
	}
	return path
}

// upperDrive writes the drive as Windows itself does: URIs have it in lower
// case. What has neither drive nor share is no absolute path there.
func upperDrive(path string, u uri.URI) (string, error) {
	if strings.HasPrefix(path, `\\`) {
		return path, nil
	}
	if len(path) < 3 || path[1] != ':' || path[2] != '\\' {
		return "", fmt.Errorf("%.200q has no drive: %w", string(u), ErrNotFile)
	}
	return strings.ToUpper(path[:1]) + path[1:], nil
}
