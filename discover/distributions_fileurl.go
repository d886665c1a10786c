package discover

import (
	"fmt"
	"strings"
)

// fileURLPath gives the path that a file: URL names on this machine (RFC 8089):
// its host is empty or localhost, and on Windows it may be that of a share.
func fileURLPath(w *World, u string) (string, bool) {
	rest, ok := strings.CutPrefix(u, "file:")
	if !ok {
		return "", false
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	host := ""
	if after, has := strings.CutPrefix(rest, "//"); has {
		host, rest, _ = strings.Cut(after, "/")
		rest = "/" + rest
	}
	if host == "localhost" {
		host = ""
	}
	path := unescape(rest)
	switch {
	case w.Windows() && host != "":
		path = `\\` + host + path
	case w.Windows() && len(path) > 2 && path[2] == ':': // /C:/x
		path = path[1:]
	case host != "":
		return "", false
	}
	if !w.IsAbs(path) {
		return "", false
	}
	return w.Clean(path), true
}

// fileURL is its reverse for a path without a share, escaped as by pathlib's
// as_uri.
func fileURL(w *World, path string) string {
	if w.Windows() {
		path = "/" + strings.ReplaceAll(path, `\`, "/")
	}
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
		drive := c == ':' && i == 2 && w.Windows()
		if letter || drive || strings.IndexByte("/_.-~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return "file://" + b.String()
}

// unescape undoes percent-encoding. What is none stays, as with Python's
// urllib.parse.unquote.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := hexDigit(s[i+1]), hexDigit(s[i+2]); hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hexDigit(c byte) int {
	if 'A' <= c && c <= 'F' {
		c |= 0x20
	}
	return strings.IndexByte("0123456789abcdef", c)
}
