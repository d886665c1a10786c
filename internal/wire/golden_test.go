package wire

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/venvd/venvd/venvcore"
)

var update = flag.Bool("update", false, "write testdata/types.txtar instead of comparing with it")

func fullEnvironment() *venvcore.Environment {
	return &venvcore.Environment{
		ID: "e1", Kind: venvcore.KindPoetry, Creator: "virtualenv", Name: "shop", Prefix: "/h/.venv",
		Interpreter: "/h/.venv/bin/python", Version: "3.13.0", Implementation: "cpython", Arch: "x86_64",
		Base: &venvcore.Base{Prefix: "/usr", Interpreter: "/usr/bin/python3.13"}, IsVirtual: true,
		Project: "/h/my shop", Tool: "/usr/bin/poetry", Aliases: []string{"/h/link"},
		SitePackages: []string{"/h/.venv/lib/python3.13/site-packages"}, Link: venvcore.LinkSymlink,
		Health:   venvcore.Sum(venvcore.NewProblem(venvcore.Moved, "it was moved"), venvcore.Problem{Code: venvcore.Unreadable, Severity: venvcore.SeverityError}),
		Evidence: []string{"/h/.venv/pyvenv.cfg"},
	}
}

// values has every type of the wire, once as full and once as empty as it gets.
func values() map[string]any {
	selection := venvcore.Selection{
		Scope: "/h/my shop", Environment: fullEnvironment(), Interpreter: "/h/.venv/bin/python", Rule: venvcore.RuleTool,
		Reason: "poetry keeps it there", State: venvcore.SelectionMissing, Wanted: "/gone", Generation: 7,
	}
	none := venvcore.Selection{Scope: "/h", Rule: venvcore.RuleNone, Reason: "nothing fits", State: venvcore.SelectionNone}
	path, hint, output, scope, yes := "/p", "do so", "tail", DocumentURI("file:///h"), true
	return map[string]any{
		"environment":  *FromEnvironment(fullEnvironment()),
		"bare":         *FromEnvironment(&venvcore.Environment{ID: "e0", Kind: venvcore.KindConda, Creator: "conda", Name: "n", Prefix: "/n"}),
		"selection":    FromSelection(selection),
		"none":         FromSelection(none),
		"explain":      FromExplanation(none, []venvcore.Candidate{{Environment: fullEnvironment(), Rule: venvcore.RuleTool, Rank: 1, Verdict: venvcore.Rejected, Reason: "it is broken"}}),
		"explainNone":  FromExplanation(none, nil),
		"discover":     FromListing([]*venvcore.Environment{fullEnvironment()}, []venvcore.Tool{{Name: "uv", Path: "/uv"}, {Name: "poetry", Path: "/poetry", Version: "2.1"}}, []venvcore.Fault{{Code: venvcore.FaultNoEvents, Message: "m"}, {Path: "/x", Code: venvcore.FaultLoop, Message: "m"}}, 3),
		"discoverNone": FromListing(nil, nil, nil, 0),
		"partial":      DiscoverPartial{Environments: FromEnvironments(nil)},
		"status": StatusResult{
			Version: "v1", PID: 4, UptimeMs: 5, Generation: 6, Folders: []FolderStatus{{URI: "file:///h", Trusted: true, Selection: FromSelection(none)}},
			Watch: WatchStatus{Backend: "inotify", Watches: 1, Limit: 2, Polled: []string{"/n"}, Lost: 3},
			Scans: []ScanStatus{{Tool: "uv", Ms: 1.5, Environments: 2, Skipped: []string{"/s"}}}, Faults: FromFaults(nil), MemoryBytes: 9,
		},
		"packages": FromPackages([]venvcore.Package{
			{Name: "Foo.Bar", Version: "1.0", Editable: "/src", Installer: "uv", Requested: true, Inherited: true}, {Name: "bare", Version: "2"},
		}, &hint, []venvcore.Fault{{Path: "/x", Code: venvcore.FaultUnreadable, Message: "m"}}),
		"packagesNone":           FromPackages(nil, nil, nil),
		"packagesParams":         PackagesParams{Environment: "e1", Format: PackagesFreeze},
		"packagesParamsNone":     PackagesParams{},
		"sync":                   SyncResult{Generation: 8},
		"interpreterChanged":     FromInterpreterChanged(venvcore.InterpreterChanged{Scope: "/h", Selection: none, Previous: &selection, Reason: venvcore.ReasonDeleted, Generation: 9}),
		"interpreterChangedNone": FromInterpreterChanged(venvcore.InterpreterChanged{Scope: "/h", Selection: none, Reason: venvcore.ReasonOpened}),
		"environmentsChanged":    FromEnvironmentsChanged(venvcore.EnvironmentsChanged{Removed: []string{"e9"}, Generation: 2}),
		"error":                  ErrorData{Code: "busy", Path: &path, Hint: &hint, Output: &output},
		"errorBare":              ErrorData{Code: "io"},
		"experimental":           Experimental(),
		"discoverParams":         DiscoverParams{Scope: &scope, Refresh: true, PartialResultToken: jsontext.Value(`"t"`), WorkDoneToken: jsontext.Value(`1`)},
		"discoverParamsNone":     DiscoverParams{},
		"resolveParams":          ResolveParams{Path: "/p"},
		"scopeParams":            ScopeParams{URI: &scope},
		"selectParams":           SelectParams{Scope: scope, Environment: jsontext.Value(`null`)},
		"trustParams":            TrustParams{Scope: scope, Trusted: &yes, Store: &yes},
	}
}

func TestTypes(t *testing.T) {
	file := filepath.Join("testdata", "types.txtar")
	if *update {
		writeGolden(t, file)
	}
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	golden := map[string]string{}
	for _, f := range archive.Files {
		golden[f.Name] = string(f.Data)
	}
	all := values()
	if len(golden) != len(all) {
		t.Errorf("%d values, and %d in %s", len(all), len(golden), file)
	}
	for name, v := range all {
		got, err := Indent(v)
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(golden[name], string(got)+"\n"); d != "" {
			t.Errorf("%s: run with -update if that is meant:\n%s", name, d)
		}
		// What is written is read as the same value.
		back := reflect.New(reflect.TypeOf(v))
		if err := Unmarshal(got, back.Interface()); err != nil {
			t.Error(name, err)
		}
		again, err := Indent(back.Elem().Interface())
		if err != nil || string(again) != string(got) {
			t.Errorf("%s does not come back: %s, %v", name, again, err)
		}
		line, err := Compact(v)
		if err != nil || !json.Valid(line) || len(line) > len(got) {
			t.Errorf("%s in one line: %s, %v", name, line, err)
		}
	}
}

func writeGolden(t *testing.T, file string) {
	t.Helper()
	archive := &txtar.Archive{}
	all := values()
	for _, name := range sortedKeys(all) {
		data, err := Indent(all[name])
		if err != nil {
			t.Fatal(name, err)
		}
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: append(data, '\n')})
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Lists are never null, whoever encodes them: the command line prints the same.
func TestListsAreNeverNull(t *testing.T) {
	var check func(path string, v reflect.Value)
	check = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Slice:
			if v.IsNil() {
				t.Errorf("%s is null", path)
			}
			for i := range v.Len() {
				check(path+"[]", v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				check(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Pointer:
			if !v.IsNil() {
				check(path, v.Elem())
			}
		}
	}
	for name, v := range values() {
		if _, params := reflect.TypeOf(v).FieldByName("Scope"); !params || name == "selection" || name == "none" {
			check(name, reflect.ValueOf(v))
		}
	}
}

func TestNothingConvertedIsShared(t *testing.T) {
	e := fullEnvironment()
	w := FromEnvironment(e)
	w.Aliases[0], w.SitePackages[0], w.Evidence[0] = "x", "x", "x"
	if d := cmp.Diff(fullEnvironment(), e); d != "" {
		t.Error(d)
	}
	if FromEnvironment(nil) != nil {
		t.Error("nothing became something")
	}
}

// A message with a path that is no UTF-8 is sent all the same.
func TestNotUTF8(t *testing.T) {
	e := fullEnvironment()
	e.Prefix, e.Project = "/h/\xff", "/h/\xff"
	data, err := Compact(FromEnvironment(e))
	if err != nil || !json.Valid(data) {
		t.Fatal(string(data), err)
	}
	for _, want := range []string{`"prefix":"/h/\ufffd"`, `"project":"file:///h/%FF"`} {
		if !strings.Contains(strings.ReplaceAll(string(data), "\uFFFD", `\ufffd`), want) {
			t.Errorf("%s is not in %s", want, data)
		}
	}
}
