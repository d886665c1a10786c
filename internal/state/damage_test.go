package state

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/zap/zaptest/observer"

	"github.com/venvd/venvd/venvcore"
)

func TestDamagedFileIsMovedAside(t *testing.T) {
	for name, content := range map[string]string{
		"empty":      "",
		"truncated":  `{"version":1,"entries":[{"scope":"/p","mo`,
		"not json":   "\x00\x01\xff",
		"no version": `{"entries":[]}`,
		"wrong type": `{"version":1,"entries":{}}`,
		"huge":       `{"version":1,"entries":[],"x":"` + strings.Repeat("x", maxFile) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			first, _ := open(t, dir)
			if err := first.SetTrust(t.Context(), abs("/t"), "i", true); err != nil {
				t.Fatal(err)
			}
			write(t, first.path(choicesName), content)
			s, logs := open(t, dir)
			checkAside(t, s, logs, "choices.json.corrupt-1", content)
			if len(s.Trust()) != 1 {
				t.Error("the other file did not live on")
			}
			if err := s.SetChoice(t.Context(), choice("/p", 1)); err != nil {
				t.Error(err)
			}
			// The second time has a name of its own, and is found by a change too.
			write(t, first.path(choicesName), content)
			if err := first.SetChoice(t.Context(), choice("/q", 2)); err != nil {
				t.Error(err)
			}
			if read(t, filepath.Join(dir, "choices.json.corrupt-2")) != content || len(scopes(first)) != 1 {
				t.Errorf("%v in %v", scopes(first), names(t, dir))
			}
		})
	}
}

func checkAside(t *testing.T, s *Store, logs *observer.ObservedLogs, aside, content string) {
	t.Helper()
	if got := read(t, s.path(aside)); got != content {
		t.Errorf("moved aside: %.80q", got)
	}
	warned := logs.FilterField(zapString("aside", s.path(aside)))
	if warned.Len() != 1 {
		t.Errorf("warnings: %v", logs.All())
	}
}

func TestDamageBesideARunningDaemon(t *testing.T) {
	s, logs := open(t, t.TempDir())
	if err := s.SetChoice(t.Context(), choice("/p", 1)); err != nil {
		t.Fatal(err)
	}
	write(t, s.path(choicesName), "oops")
	changed, err := s.Reload(t.Context())
	if err != nil || !changed || len(scopes(s)) != 0 {
		t.Errorf("changed %v, %v, %v", changed, scopes(s), err)
	}
	checkAside(t, s, logs, "choices.json.corrupt-1", "oops")
}

func TestStrangeEntriesAndMembersAreKept(t *testing.T) {
	dir := t.TempDir()
	p := jsonString(abs("/p"))
	write(t, filepath.Join(dir, choicesName), `{"version":1,"later":{"a":[1,2]},"entries":[
		{"scope":`+p+`,"mode":"none","since":1,"colour":"green"},
		{"scope":`+jsonString(abs("/q"))+`,"mode":"sometimes","since":2},
		{"scope":7},
		"what"]}`)
	s, logs := open(t, dir)
	if d := cmp.Diff([]string{"/p"}, scopes(s)); d != "" || logs.Len() != 3 {
		t.Errorf("%v\n%s", logs.All(), d)
	}
	if err := s.SetChoice(t.Context(), choice("/r", 3)); err != nil {
		t.Fatal(err)
	}
	if err := s.Rekey(t.Context(), Move{From: abs("/p"), To: abs("/z")}); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(read(t, s.path(choicesName))), "")
	for _, kept := range []string{`"later":{"a":[1,2]}`, `"colour":"green"`, `"sometimes"`, `{"scope":7}`, `"what"`} {
		if !strings.Contains(got, kept) {
			t.Errorf("%s is lost in %s", kept, got)
		}
	}
	if logs.Len() != 3 {
		t.Errorf("it was said again: %v", logs.All())
	}
}

func TestNewerFileIsReadOnly(t *testing.T) {
	dir := t.TempDir()
	content := `{"version":2,"entries":[{"scope":` + jsonString(abs("/p")) + `,"mode":"none","since":1}]}`
	write(t, filepath.Join(dir, choicesName), content)
	s, logs := open(t, dir)
	if len(scopes(s)) != 1 || logs.Len() != 1 {
		t.Errorf("%v, %v", scopes(s), logs.All())
	}
	err := s.SetChoice(t.Context(), choice("/q", 1))
	var newer *NewerError
	if !errors.Is(err, ErrNewer) || !errors.As(err, &newer) || newer.Version != 2 {
		t.Errorf("error: %v", err)
	}
	if read(t, s.path(choicesName)) != content {
		t.Error("it was written")
	}
	if err := s.SetTrust(t.Context(), abs("/p"), "i", true); err != nil {
		t.Errorf("the other file: %v", err)
	}
}

func TestDirectoryInTheFilesPlace(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, choicesName, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	s, _ := open(t, dir)
	if err := s.SetChoice(t.Context(), choice("/p", 1)); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(names(t, dir), "choices.json.corrupt-1") || len(scopes(s)) != 1 {
		t.Error(names(t, dir))
	}
}

func TestPathsThatAreNotUTF8(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	c := choice("/p\xff\xfe", 1)
	if err := s.SetChoice(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	again, logs := open(t, dir)
	got, _ := again.Choices()
	if d := cmp.Diff([]venvcore.Choice{c}, got); d != "" || logs.Len() > 0 {
		t.Errorf("%v\n%s", logs.All(), d)
	}
}

func TestLeftTemporariesAreSwept(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".choices.json123", "daemons/.7.json45", ".mine.json", ".other", "choices.json.corrupt-1"} {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), "x")
	}
	open(t, dir)
	if d := cmp.Diff([]string{".mine.json", ".other", "choices.json.corrupt-1", "daemons", "state.lock"}, names(t, dir)); d != "" {
		t.Error(d)
	}
	if left := names(t, filepath.Join(dir, "daemons")); len(left) != 0 {
		t.Error(left)
	}
}
