package integration_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// step is one part of a path: .name, [3], [key=value] or .length
var step = regexp.MustCompile(`^(?:\.([A-Za-z0-9_$-]+)|\[(\d+)\]|\[([^\]=]+)=([^\]]*)\])`)

// getPath reads a value out of decoded JSON: ".a.b[0].c", with "[key=value]"
// for the first element whose path has that value and ".length". An
// absent member is an error; null is not.
func getPath(v any, path string) (any, error) {
	rest := path
	if rest == "." {
		return v, nil
	}
	for rest != "" {
		m := step.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("path %q cannot be read at %q", path, rest)
		}
		rest = rest[len(m[0]):]
		var ok bool
		switch {
		case m[1] == "length":
			v, ok = length(v)
		case m[1] != "":
			v, ok = member(v, m[1])
		case m[2] != "":
			v, ok = element(v, m[2])
		default:
			v, ok = first(v, m[3], m[4])
		}
		if !ok {
			return nil, fmt.Errorf("nothing at %q of path %q", m[0], path)
		}
	}
	return v, nil
}

func length(v any) (any, bool) {
	switch v := v.(type) {
	case []any:
		return float64(len(v)), true
	case map[string]any:
		return float64(len(v)), true
	}
	return nil, false
}

func member(v any, name string) (any, bool) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	v, ok = m[name]
	return v, ok
}

func element(v any, index string) (any, bool) {
	list, ok := v.([]any)
	i, err := strconv.Atoi(index)
	if !ok || err != nil || i >= len(list) {
		return nil, false
	}
	return list[i], true
}

// first finds the element of a list whose member has the given value; key may
// be a path of several members ("environment.prefix").
func first(v any, key, want string) (any, bool) {
	list, ok := v.([]any)
	if !ok {
		return nil, false
	}
	for _, e := range list {
		if got, err := getPath(e, "."+key); err == nil && sameText(got, want) {
			return e, true
		}
	}
	return nil, false
}

// text is how a value is compared and shown: strings bare, the rest as JSON.
func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}

// sameText compares with what a script wrote; a file URI also with its path.
func sameText(got any, want string) bool {
	s := text(got)
	if strings.HasPrefix(s, "file://") && !strings.HasPrefix(want, "file://") {
		s = pathOf(s)
	}
	return s == want
}

// fileURI is the URI of a native absolute path.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a Windows drive
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// pathOf is the path of a file URI, and anything else as it is.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return uri
	}
	return filepath.FromSlash(u.Path)
}

func TestGetPath(t *testing.T) {
	var v any
	if err := json.Unmarshal([]byte(`{"a":[{"k":"x","n":1},{"k":"y","e":{"p":"/q"}}],"u":"file:///a%20b","z":null}`), &v); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		".a[0].n": "1", ".a[k=y].e.p": "/q", ".a[e.p=/q].k": "y", ".a.length": "2", ".u": "file:///a%20b", ".z": "null",
	} {
		if got, err := getPath(v, path); err != nil || text(got) != want {
			t.Errorf("%s = %v, %v; want %s", path, got, err, want)
		}
	}
	for _, path := range []string{".b", ".a[2]", ".a[k=w]", ".u.x", "a", ".a[", ".z.y"} {
		if got, err := getPath(v, path); err == nil {
			t.Errorf("%s = %v, want an error", path, got)
		}
	}
	if !sameText("file:///a%20b", "/a b") || sameText("file:///a", "/b") {
		t.Error("a file URI is compared by its path")
	}
}
