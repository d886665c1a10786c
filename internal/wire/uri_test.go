package wire

import (
	"errors"
	"path/filepath"
	"testing"

	"go.lsp.dev/uri"
)

func TestURI(t *testing.T) {
	for _, tt := range []struct {
		platform uri.Platform
		path     string
		want     DocumentURI
	}{
		{uri.PlatformPOSIX, "/h/my shop", "file:///h/my%20shop"},
		{uri.PlatformPOSIX, "/", "file:///"},
		{uri.PlatformPOSIX, "/h/a#b?c%20d", "file:///h/a%23b%3Fc%2520d"},
		{uri.PlatformPOSIX, "/h/ä", "file:///h/%C3%A4"},
		{uri.PlatformPOSIX, "/h/\xff\xfeä", "file:///h/%FF%FE%C3%A4"},
		{uri.PlatformPOSIX, `/h/a\b`, "file:///h/a%5Cb"},
		{uri.PlatformPOSIX, "/c:/x", "file:///c%3A/x"},
		{uri.PlatformPOSIX, "/C:/x", "file:///C%3A/x"},
		{uri.PlatformWindows, `C:\Users\me`, "file:///c%3A/Users/me"},
		{uri.PlatformWindows, `\\host\share\x`, "file://host/share/x"},
	} {
		got := uriFor(tt.platform, tt.path)
		if got != tt.want {
			t.Errorf("%q gives %s, want %s", tt.path, got, tt.want)
		}
		back, err := pathFor(tt.platform, got)
		if err != nil || back != tt.path {
			t.Errorf("%s gives back %q, %v; want %q", got, back, err, tt.path)
		}
	}
	// What would be a host's name is not taken for one, and nothing panics.
	for _, path := range []string{`\\\x`, `\\`, `\/\/x`, "//?/C:/x", ""} {
		uriFor(uri.PlatformWindows, path)
	}
	for _, path := range []string{"//host/x", "////x", "", "//"} {
		if _, err := pathFor(uri.PlatformPOSIX, uriFor(uri.PlatformPOSIX, path)); err != nil {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func TestPath(t *testing.T) {
	for _, tt := range []struct {
		platform uri.Platform
		in       DocumentURI
		want     string // empty: an error
	}{
		{uri.PlatformPOSIX, "file:///h/a%20b", "/h/a b"},
		{uri.PlatformPOSIX, "FILE:///h", "/h"},
		{uri.PlatformPOSIX, "file:/h", "/h"},
		{uri.PlatformPOSIX, "file://localhost/h", "/h"},
		{uri.PlatformPOSIX, "file:///C:/x", "/C:/x"},
		{uri.PlatformPOSIX, "file:///h/100%/a%20b%zz%", "/h/100%/a b%zz%"},
		{uri.PlatformPOSIX, "file:///h/a?b#c", "/h/a"},
		{uri.PlatformPOSIX, "file://host/h", ""},
		{uri.PlatformPOSIX, "file:h", ""},
		{uri.PlatformPOSIX, "file:///h%00x", ""},
		{uri.PlatformPOSIX, "untitled:Untitled-1", ""},
		{uri.PlatformPOSIX, "vscode-remote://ssh/h", ""},
		{uri.PlatformPOSIX, "/h", ""},
		{uri.PlatformPOSIX, "", ""},
		{uri.PlatformPOSIX, "file", ""},
		{uri.PlatformWindows, "file:///c%3A/Users", `C:\Users`},
		{uri.PlatformWindows, "file:///C:/Users", `C:\Users`},
		{uri.PlatformWindows, "file://localhost/c:/x", `C:\x`},
		{uri.PlatformWindows, "file://host/share/x", `\\host\share\x`},
		{uri.PlatformWindows, "file:///h", ""},
		{uri.PlatformWindows, `file://\\/0`, ""},
	} {
		got, err := pathFor(tt.platform, tt.in)
		if got != tt.want || (err == nil) != (tt.want != "") || (err != nil && !errors.Is(err, ErrNotFile)) {
			t.Errorf("%s gives %q, %v; want %q", tt.in, got, err, tt.want)
		}
	}
	dir := t.TempDir()
	if got, err := Path(URI(filepath.Join(dir, "x")) + "/../y/"); err != nil || got != filepath.Join(dir, "y") {
		t.Errorf("not cleaned: %q, %v", got, err)
	}
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{"file:///a%20b", "file://localhost", "file:", "x:y", "file:////a", "file:///%ff%00", "file://[::1]/x", ":", "file:?#"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range []uri.Platform{uri.PlatformPOSIX, uri.PlatformWindows} {
			path, err := pathFor(p, DocumentURI(s))
			if err != nil {
				continue
			}
			uriFor(p, path) // whatever a client names can be named to it again
			if p != uri.PlatformPOSIX {
				continue
			}
			path = filepath.Clean(path)
			if back, err := pathFor(p, uriFor(p, path)); err != nil || back != path {
				t.Errorf("%q: %q comes back as %q, %v", s, path, back, err)
			}
		}
	})
}
