package main

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/internal/wire"
)

var update = flag.Bool("update", false, "write the documents instead of comparing them")

var root = filepath.Join("..", "..", "..")

func TestDocumentsAreNotStale(t *testing.T) {
	if *update {
		if err := run(root); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := documents(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		have, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(d.path)))
		if err != nil {
			t.Errorf("%v; run `go run ./internal/wire/gen`", err)
			continue
		}
		have = []byte(strings.ReplaceAll(string(have), "\r\n", "\n"))
		if diff := cmp.Diff(string(d.content), string(have)); diff != "" {
			t.Errorf("%s is stale, run `go run ./internal/wire/gen`:\n%s", d.path, diff)
		}
	}
}

func TestEverythingIsDocumented(t *testing.T) {
	docs, err := documents(root)
	if err != nil {
		t.Fatal(err)
	}
	protocol, settings := string(docs[0].content), string(docs[1].content)
	for _, m := range wire.Methods() {
		if m.Doc == "" || !strings.Contains(protocol, "`"+m.Name+"`: "+m.Doc) {
			t.Errorf("%s is not in docs/protocol.md", m.Name)
		}
	}
	for _, s := range wire.SettingTable() {
		if s.Doc == "" || !strings.Contains(settings, "## `"+s.Key+"`\n\n"+s.Doc) {
			t.Errorf("%s is not in docs/settings.md", s.Key)
		}
	}
	for _, word := range []string{
		"interface Environment {", "interpreter: string | null", "previous: Selection | null", "scope?: URI\n", "  environment: string | null",
		`type Rule = "user" | "setting" | "script"`, "| `base-missing` | broken | error | repair, recreate |", "partialResultToken?: string | number",
	} {
		if !strings.Contains(protocol, word) {
			t.Errorf("docs/protocol.md does not have %q", word)
		}
	}
	if strings.Contains(protocol, ": any") {
		t.Error("docs/protocol.md has a type that says nothing")
	}
}

// The schema's defaults are what Parse takes and what Settings has.
func TestSchemaAgreesWithParse(t *testing.T) {
	data, err := settingsSchema()
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]struct {
			Default any `json:"default"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	defaults := map[string]any{}
	for key, p := range schema.Properties {
		defaults[key] = p.Default
	}
	raw, err := json.Marshal(defaults)
	if err != nil {
		t.Fatal(err)
	}
	values, warnings := wire.Parse(raw, wire.Origin{Name: "the defaults", Machine: true})
	if len(warnings) > 0 {
		t.Errorf("warnings: %v", warnings)
	}
	if d := cmp.Diff(wire.Values{}.Settings(), values.Settings()); d != "" || len(defaults) != len(wire.SettingTable()) {
		t.Error(d)
	}
}

func TestWhatCannotBeRenderedFails(t *testing.T) {
	type Unnamed struct{ X string }
	type Strange struct {
		C chan int `json:"c"`
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[Unnamed](), reflect.TypeFor[Strange]()} {
		w := &writer{src: &sources{}, seen: map[reflect.Type]bool{}}
		w.declare(&strings.Builder{}, typ)
		if w.err == nil {
			t.Errorf("%v was rendered", typ)
		}
	}
}

func TestWrongDirectory(t *testing.T) {
	if err := run(t.TempDir()); err == nil || !strings.Contains(err.Error(), "root of the repository") {
		t.Errorf("error: %v", err)
	}
}
