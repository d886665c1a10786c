package discover

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestCoreMetadata: what is wanted is what Python's email.message_from_string
// gives, which pip reads by.
func TestCoreMetadata(t *testing.T) {
	for text, want := range map[string]coreMetadata{
		"Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.0\nSummary: x\n\nbody": {"Foo.Bar", "1.0", true},
		"Name: a\nVersion: 1":                                          {"a", "1", false}, // the next line might go on
		"Name: a\nVersion: 1\n":                                        {"a", "1", false},
		"Name: a\n\nVersion: 1\n":                                      {"a", "", true},
		"name:a\r\nVERSION:\t1 \r\n\r\n":                               {"a", "1", true},
		"Name: a\rVersion: 1\r\rbody":                                  {"a", "1", true},
		"Name: a\nName: b\nVersion: 1\n\n":                             {"a", "1", true},
		"Summary: x\n Name: no\n\tVersion: 9\nName: a\nVersion: 1\n\n": {"a", "1", true},
		"Name: a\n b\nVersion:\n  1\n\n":                               {"a b", "1", true},
		"Version: 1\n 2\nName: a\n 3\n":                                {"a 3", "1 2", false},
		" Name: a\nVersion: 1\n\n":                                     {"", "1", true},
		"From a\nName: a\nVersion: 1\n\n":                              {"a", "1", true},
		": x\nName: a\nVersion: 1\n\n":                                 {"a", "1", true},
		"Name : a\nVersion: 1\n\n":                                     {"", "", true},
		"no header\nName: a\n\n":                                       {"", "", true},
		"\uFEFFName: a\nVersion: 1\n\n":                                {"", "", true},
		"Summary: \xff\xfe\nName: \xe9t\xe9\nVersion: 1\n\n":           {"\uFFFDt\uFFFD", "1", true},
		"Description-Content-Type: a:b\nName: a\nVersion: 1\nX: y":     {"a", "1", true},
		"": {"", "", false},
	} {
		if got := parseCoreMetadata([]byte(text)); got != want {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

func FuzzCoreMetadata(f *testing.F) {
	for _, s := range []string{"Name: a\nVersion: 1\n\n", "Name: a\r\n b\r\n", "From x\n: \nNAME:\xff", " x\n", "\r\r\n", "Name:\n\t\n :\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := parseCoreMetadata(data)
		for _, v := range []string{m.name, m.version} {
			if strings.ContainsAny(v, "\r\n") || v != strip(v) || !utf8.ValidString(v) {
				t.Errorf("a value is %q", v)
			}
		}
		// What is complete does not change by what comes after it.
		if more := parseCoreMetadata(append(data[:len(data):len(data)], "\nName: later\n more\n\n"...)); m.complete && more != m {
			t.Errorf("%+v, and with more of the file %+v", m, more)
		}
	})
}

func TestDirectURL(t *testing.T) {
	for text, want := range map[string]string{
		`{"url": "https://h/x.zip", "archive_info": {}}`:                                                "n @ https://h/x.zip",
		`{"url": "https://h/x.zip", "archive_info": {"hash": "sha256=aa"}}`:                             "n @ https://h/x.zip#sha256=aa",
		`{"url": "https://h/x.zip", "archive_info": {"hashes": {"md5": "b", "sha256": "aa"}}}`:          "n @ https://h/x.zip#md5=b",
		`{"url": "u", "archive_info": {"hash": "md5=b", "hashes": {"sha256": "aa", "md5": "b"}}}`:       "n @ u#sha256=aa",
		`{"url": "u", "archive_info": {"hashes": {}}, "subdirectory": "s"}`:                             "n @ u#subdirectory=s",
		`{"url": "u", "archive_info": {"hash": null, "hashes": null}, "vcs_info": null, "more": [1]}`:   "n @ u",
		`{"url": "https://h/r", "vcs_info": {"vcs": "git", "commit_id": "c", "requested_revision": 1}}`: "n @ git+https://h/r@c",
		`{"url": "https://h/r", "vcs_info": {"vcs": "git", "commit_id": "c"}, "subdirectory": "a/b"}`:   "n @ git+https://h/r@c#subdirectory=a/b",
		`{"url": "file:///x", "dir_info": {"editable": false}}`:                                         "n @ file:///x",
		`{"url": "file:///x", "dir_info": {"editable": true}}`:                                          "editable",
		// What pip takes for nothing.
		`{"url": "u"}`: "", `{"archive_info": {}}`: "", `{"url": 1, "archive_info": {}}`: "", `[]`: "", `null`: "", ``: "", `{`: "",
		`{"url": "u", "archive_info": {}, "dir_info": {}}`:                                "",
		`{"url": "u", "archive_info": []}`:                                                "",
		`{"url": "u", "archive_info": {"hash": "aa"}}`:                                    "",
		`{"url": "u", "archive_info": {"hashes": {"sha256": 1}}}`:                         "",
		`{"url": "u", "archive_info": {"hash": "md5=b", "hashes": {"md5": "c"}}}`:         "",
		`{"url": "u", "archive_info": {"hash": "md5=b", "hashes": {"sha256": "c"}}}`:      "",
		`{"url": "u", "vcs_info": {"vcs": "git"}}`:                                        "",
		`{"url": "u", "vcs_info": {"vcs": "git", "commit_id": true}}`:                     "",
		`{"url": "https://h/x", "dir_info": {}}`:                                          "",
		`{"url": "file:///x", "dir_info": {"editable": "yes"}}`:                           "",
		`{"URL": "file:///x", "dir_info": {}}`:                                            "",
		`{"url": "u", "archive_info": {}, "subdirectory": 1}`:                             "",
		"\uFEFF" + `{"url": "u", "archive_info": {}}`:                                     "",
		`{"url": "file:///x", "dir_info": {"editable": true}} {"url": "a second object"}`: "",
	} {
		d, err := parseDirectURL([]byte(text))
		got := ""
		switch {
		case err != nil:
		case d.editable:
			got = "editable"
		default:
			got = d.requirement("n")
		}
		if got != want {
			t.Errorf("%s: got %q (%v), want %q", text, got, err, want)
		}
	}
}

func FuzzDirectURL(f *testing.F) {
	for _, s := range []string{
		`{"url": "file:///a%20b", "dir_info": {"editable": true}}`, `{"url": "u", "archive_info": {"hashes": {"a": "b"}, "hash": "a=b"}}`,
		`{"url": "u", "vcs_info": {"vcs": "git", "commit_id": "c"}, "subdirectory": "s"}`, `{"url": "\ud800", "archive_info": {"hashes": {"a": "b", "a": "c"}}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := parseDirectURL(data)
		if (d == nil) == (err == nil) {
			t.Fatalf("got %+v and %v", d, err)
		}
		if err != nil {
			return
		}
		if !json.Valid(data) || d.url == "" || !strings.HasPrefix(d.requirement("n"), "n @ ") {
			t.Errorf("%s is taken for %+v", data, d)
		}
		for _, w := range []*World{{OS: "linux"}, {OS: "windows"}} {
			if p, ok := fileURLPath(w, d.url); ok && (!w.IsAbs(p) || w.Clean(p) != p) {
				t.Errorf("%q gives %q, which is no clean absolute path of %s", d.url, p, w.OS)
			}
		}
	})
}

func TestFileURLs(t *testing.T) {
	linux, windows := &World{OS: "linux"}, &World{OS: "windows"}
	for _, c := range []struct {
		w         *World
		url, path string
		back      string // what the path is written as; empty: as url
	}{
		{linux, "file:///a/b", "/a/b", ""},
		{linux, "file:///a%20b/%C3%A4%25", "/a b/ä%", ""},
		{linux, "file:///a/ä+~_.-", "/a/ä+~_.-", "file:///a/%C3%A4%2B~_.-"},
		{linux, "file://localhost/a/./b/?q#f", "/a/b", "file:///a/b"},
		{linux, "file:/a/100%", "/a/100%", "file:///a/100%25"},
		{linux, "file:///a%2g%", "/a%2g%", "file:///a%252g%25"},
		{linux, "file://host/a", "", ""},
		{linux, "file:a", "", ""},
		{linux, "https://h/a", "", ""},
		{windows, "file:///C:/a%20b", `C:\a b`, ""},
		{windows, "file://host/share/x", `\\host\share\x`, "file:///host/share/x"},
		{windows, "file:///a", "", ""},
	} {
		path, ok := fileURLPath(c.w, c.url)
		if path != c.path || ok != (c.path != "") {
			t.Errorf("%s on %s: got %q, %v", c.url, c.w.OS, path, ok)
		}
		if c.back == "" {
			c.back = c.url
		}
		if strings.HasPrefix(path, `\\`) {
			continue // fileURL is not for shares
		}
		if back := fileURL(c.w, path); ok && back != c.back {
			t.Errorf("%q on %s: written as %s, want %s", path, c.w.OS, back, c.back)
		}
	}
}

func TestCanonical(t *testing.T) {
	for name, want := range map[string]string{"Foo.Bar_baz": "foo-bar-baz", "a--_.b": "a-b", "-a-": "-a-", "": "", "A": "a", "__x": "-x"} {
		if got := normalName(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]bool{"a": true, "a-b": true, "": false, "-a": false, "a-": false, "~a": false, "a b": false, "é": false} {
		if got := validName.MatchString(name); got != want {
			t.Errorf("%q is valid: %v", name, got)
		}
	}
}

func TestMetadataIn(t *testing.T) {
	var entries []Entry
	for _, name := range []string{
		"foo-1.0.dist-info", "foo-1.10.dist-info", "foo-1.9.dist-info", "FOO.egg-info", "bar-2.0-py3.8-linux.egg-info", "Baz.egg-info",
		"nover.dist-info", "-old-1.0.dist-info", "~oo-1.0.dist-info", "x.dist-info.txt", "EGG-INFO", "a.egg-link", "Ab_c-1-2.DIST-INFO",
	} {
		entries = append(entries, Entry{Name: name})
	}
	show := func(base string) string {
		var out []string
		for _, m := range infosIn(base, entries) {
			out = append(out, m.entry.Name+"="+m.key+" "+m.version)
		}
		return strings.Join(out, "\n")
	}
	want := `Ab_c-1-2.DIST-INFO=ab-c 1-2
bar-2.0-py3.8-linux.egg-info=bar 2.0
Baz.egg-info=baz 
foo-1.10.dist-info=foo 1.10
foo-1.9.dist-info=foo 1.9
foo-1.0.dist-info=foo 1.0
FOO.egg-info=foo 
-old-1.0.dist-info= old-1.0
nover.dist-info= `
	if got := show("site-packages"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := show("Foo-3.0-py2.7.EGG"); !strings.Contains(got, "EGG-INFO= 3.0") {
		t.Errorf("in an egg:\n%s", got)
	}
}

func TestGitConfig(t *testing.T) {
	for text, want := range map[string]string{
		"[remote \"origin\"]\n\turl = https://h/r\n":     "remote.origin.url=https://h/r",
		"[Remote \"Ori\\\"g\\in\"] URL=a":                `remote.Ori"gin.url=a`,
		"[remote.Old]url = a ; b\n# c\n; d\nfetch=e # f": "remote.old.url=a remote.old.fetch=e",
		"[a]\r\nb = \"x ; y\"  \"z\" \r\nc\r\n":          "a.b=x ; y  z a.c=true",
		"[a] b = x\\\n  y\\\\ \\\"\\t|\n":                "a.b=x  y\\ \"\t|",
		"[core]\n\tbare\n[a]\nb=":                        "core.bare=true a.b=",
		"\uFEFF[a]\nb=c":                                 "a.b=c",
		"":                                               "",
		"[a \"b\"":                                       "!", "[a": "!", "[a b]": "!", "[\"a\"]": "!", "b = c": "!", "[a]\nb = \"c\n": "!", "[a]\nb = \\x": "!", "[a]\n= b": "!", "[]\nb=c": "!",
		"[a \"b\nc\"]\nd=e": "!", "[a]\nb c = d": "!",
	} {
		var out []string
		settings, err := parseGitConfig(text)
		for _, s := range settings {
			out = append(out, s.key+"="+s.value)
		}
		got := strings.Join(out, " ")
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzGitConfig(f *testing.F) {
	for _, s := range []string{"[a \"b\"]\nc = d", "[a.b]c=\"\\\"\"", "[a]b=c\\\nd", "[a]\r\n;x\r\n", "[", "[a \"\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		settings, err := parseGitConfig(text)
		for _, s := range settings {
			if !strings.Contains(s.key, ".") || err != nil {
				t.Errorf("got %+v, %v", s, err)
			}
		}
	})
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ os, from, to, want string }{
		{"linux", "/a", "/a/b/c", "b/c"},
		{"linux", "/a/b", "/a/c", "../c"},
		{"linux", "/a/bc", "/a/b", "../b"},
		{"linux", "/", "/a", "a"},
		{"linux", "/x/y", "/a", "../../a"},
		{"windows", `C:\a\b`, `C:\a\c\d`, `..\c\d`},
	} {
		if got := relative(&World{OS: c.os}, c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: got %s, want %s", c.from, c.to, got, c.want)
		}
	}
}
