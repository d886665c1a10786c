package wire

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"go.lsp.dev/uri"
)

// ErrNotFile is in every error about a URI that names no file of this machine.
var ErrNotFile = errors.New("only files of this machine have an interpreter")

// DocumentURI is a URI as it is written on the wire. What a client sends is
// kept as the client spells it, for it compares what it is sent as text; the
// library's own type would write it anew when it reads it.
type DocumentURI string

// URI gives the file URI of an absolute path, in the canonical form of VS Code.
// Bytes that are no UTF-8 are percent-encoded like all others, and [Path] gives
// them back.
func URI(path string) DocumentURI { return uriFor(host(), path) }

// Path gives the native, cleaned path of a file URI. The error says what is
// wrong with any other.
func Path(u DocumentURI) (string, error) {
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
func uriFor(platform uri.Platform, path string) DocumentURI {
	if platform == uri.PlatformPOSIX {
		// Two slashes in front would be taken for the name of a host.
		path = "/" + strings.TrimLeft(path, "/")
	} else if path = strings.ReplaceAll(path, `\`, "/"); strings.HasPrefix(path, "//") {
		// The library panics at more than the two of a share.
		path = "//" + strings.TrimLeft(path, "/")
	}
	u := uri.FileFor(platform, path)
	if platform == uri.PlatformPOSIX && len(path) > 2 && isLetter(path[1]) && path[2] == ':' {
		// The library lowers a drive, and here it is a directory.
		u = u[:len("file:///")] + uri.URI(path[1:2]) + u[len("file:///x"):]
	}
	return DocumentURI(u)
}

// pathFor is Path for either kind of system, without the cleaning. It takes the
// URI apart itself, for the library's canonical form loses the bytes that are
// no UTF-8 and the case of the drive.
func pathFor(platform uri.Platform, u DocumentURI) (string, error) {
	scheme, rest, found := strings.Cut(string(u), ":")
	if !found || !strings.EqualFold(scheme, "file") {
		return "", fmt.Errorf("%.200q is no file: URI: %w", string(u), ErrNotFile)
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	authority := ""
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		host, _, _ := strings.Cut(after, "/")
		authority, rest = host, after[len(host):]
	}
	if strings.EqualFold(authority, "localhost") { // RFC 8089: this machine
		authority = ""
	}
	path := unescape(rest)
	switch {
	case !strings.HasPrefix(path, "/"):
		return "", fmt.Errorf("%.200q names no absolute path: %w", string(u), ErrNotFile)
	case strings.ContainsRune(path, 0):
		return "", fmt.Errorf("%.200q has a zero byte, which no path has: %w", string(u), ErrNotFile)
	case platform == uri.PlatformWindows:
		return windowsPath(unescape(authority), path, u)
	case authority != "":
		return "", fmt.Errorf("%.200q names the host %q: %w", string(u), authority, ErrNotFile)
	}
	return path, nil
}

// unescape gives the bytes that a text stands for. A percent sign that is
// followed by no two digits stands for itself, as in VS Code.
func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if plain, err := url.PathUnescape(s[i:min(i+3, len(s))]); err == nil && s[i] == '%' {
			out.WriteString(plain)
			i += 2
			continue
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// windowsPath writes the drive in upper case, as Windows itself does. What has
// neither drive nor share is no absolute path there.
func windowsPath(host, path string, u DocumentURI) (string, error) {
	native := strings.ReplaceAll(path, "/", `\`)
	switch {
	case strings.ContainsAny(host, `/\`):
		return "", fmt.Errorf("%.200q names no host: %w", string(u), ErrNotFile)
	case host != "" && len(path) > 1:
		return `\\` + host + native, nil
	case host == "" && len(path) >= 4 && isLetter(path[1]) && path[2] == ':' && path[3] == '/':
		return strings.ToUpper(native[1:2]) + native[2:], nil
	}
	return "", fmt.Errorf("%.200q has no drive: %w", string(u), ErrNotFile)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
