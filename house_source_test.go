package venvd_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// maxLines: a file that is longer holds more than one thing.
const maxLines = 500

// file is one parsed Go file of the module.
type file struct {
	path    string // from the root, with slashes
	pkg     string // its directory; "." for the root
	test    bool
	lines   int
	ast     *ast.File
	fset    *token.FileSet
	imports []imported
}

type imported struct {
	path string
	at   string // file:line
}

func (f *file) at(p token.Pos) string { return f.path + ":" + strconv.Itoa(f.fset.Position(p).Line) }

// parsed is read once: all rules look at the same files.
var parsed = sync.OnceValues(parseAll)

func files(t *testing.T) []*file {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("there is no Go file here: these tests run in the module's root")
	}
	return all
}

func parseAll() ([]*file, error) {
	var out []*file
	fset := token.NewFileSet()
	return out, walk(func(name string) error {
		if path.Ext(name) != ".go" || strings.Contains("/"+name, "/testdata/") {
			return nil
		}
		tree, err := parser.ParseFile(fset, filepath.FromSlash(name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		f := &file{
			path: name, pkg: path.Dir(name), test: strings.HasSuffix(name, "_test.go"),
			ast: tree, fset: fset, lines: fset.File(tree.FileStart).LineCount(),
		}
		for _, imp := range tree.Imports {
			p, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, imported{p, f.at(imp.Pos())})
		}
		out = append(out, f)
		return nil
	})
}

// walk calls do for every file of the repository but those that the go command
// leaves out too, and what editors and tools install.
func walk(do func(name string) error) error {
	return fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		return do(name)
	})
}

func TestPackagesAreDocumented(t *testing.T) {
	docs := map[string]string{}
	for _, f := range files(t) {
		want := "Package " + f.ast.Name.Name + " "
		if f.ast.Name.Name == "main" {
			want = "Command " + path.Base(f.pkg) + " "
		}
		if _, known := docs[f.pkg]; !known {
			docs[f.pkg] = ""
		}
		if strings.HasPrefix(f.ast.Doc.Text(), want) {
			docs[f.pkg] = want
		}
	}
	for pkg, doc := range docs {
		if doc == "" {
			t.Errorf("package %s has no doc comment that begins with \"Package\" or \"Command\" and its name", pkg)
		}
	}
}

func TestNoInit(t *testing.T) {
	for _, f := range files(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: func init: what happens at start happens in main, in an order that can be read", f.at(fn.Pos()))
			}
		}
	}
}

// linked are the variables that a release sets by the linker.
func linked() []string { return []string{"internal/cli/version.go version"} }

// TestNoPackageState: two daemons in one process, as in a test, share nothing.
// A compiled pattern, a sentinel error and an embedded file are only read. Tests,
// and scripts, which are no part of venvd, keep their tables as they like.
func TestNoPackageState(t *testing.T) {
	for _, f := range files(t) {
		if f.test || strings.HasPrefix(f.pkg, "scripts/") {
			continue
		}
		for _, d := range f.ast.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok || decl.Tok != token.VAR {
				continue
			}
			for _, spec := range decl.Specs {
				if !isEmbedded(decl.Doc) {
					checkVariable(t, f, spec.(*ast.ValueSpec))
				}
			}
		}
	}
}

func checkVariable(t *testing.T, f *file, spec *ast.ValueSpec) {
	t.Helper()
	for i, name := range spec.Names {
		if name.Name == "_" || i < len(spec.Values) && isConstant(spec.Values[i]) {
			continue
		}
		isLinked := false
		for _, l := range linked() {
			isLinked = isLinked || l == f.path+" "+name.Name
		}
		if !isLinked {
			t.Errorf("%s: package variable %s: make it a constant, a function that gives it, or a field of what uses it",
				f.at(name.Pos()), name.Name)
		}
	}
}

// isConstant reports whether a value is one that nobody changes although the
// language has no constants of its type.
func isConstant(v ast.Expr) bool {
	call, ok := v.(*ast.CallExpr)
	if !ok {
		return false
	}
	switch selector(call.Fun) {
	case "errors.New", "regexp.MustCompile":
		return true
	}
	return false
}

// isEmbedded reports whether a variable is a file of the repository.
func isEmbedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") })
}

// selector gives "pkg.Name" of such an expression, else nothing.
func selector(e ast.Expr) string {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return x.Name + "." + sel.Sel.Name
}

// sleepers are where time.Sleep may stand besides the text of a bubble of
// testing/synctest, in which a sleep takes no time, and why.
func sleepers() map[string]string {
	return map[string]string{
		"venvcore/engine/follow_test.go":    "every test of it is the body of a bubble, which the helper following opens",
		"venvcore/engine/stored_test.go":    "as follow_test.go",
		"venvcore/engine/project_test.go":   "as follow_test.go",
		"venvcore/engine/middle_test.go":    "as follow_test.go",
		"venvcore/engine/fake_test.go":      "the made machine looks within a bubble",
		"venvcore/engine/hazard_test.go":    "as follow_test.go",
		"venvcore/engine/rename_test.go":    "as follow_test.go",
		"venvcore/engine/vanish_test.go":    "as follow_test.go",
		"internal/cli/trim_test.go":         "it is the body of a bubble",
		"internal/state/replace_windows.go": "a rename that Windows refuses while somebody reads is tried again",
	}
}

func TestNobodySleeps(t *testing.T) {
	for _, f := range files(t) {
		if sleepers()[f.path] != "" {
			continue
		}
		var bubbles []ast.Node
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch selector(call.Fun) {
			case "synctest.Test":
				bubbles = append(bubbles, call) // visited before what is within it
			case "time.Sleep":
				for _, b := range bubbles {
					if b.Pos() < call.Pos() && call.End() < b.End() {
						return true
					}
				}
				t.Errorf("%s: time.Sleep: wait for what you wait for, by a channel or by venvd/sync, or test in a bubble of testing/synctest", f.at(call.Pos()))
			}
			return true
		})
	}
}

func TestFilesAreShort(t *testing.T) {
	for _, f := range files(t) {
		if f.lines > maxLines {
			t.Errorf("%s has %d lines, the limit is %d: it holds more than one thing", f.path, f.lines, maxLines)
		}
	}
}

// TestNothingIsPutOff: what is to be done is done, or said where people look.
func TestNothingIsPutOff(t *testing.T) {
	marks := regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)
	for _, f := range files(t) {
		for _, group := range f.ast.Comments {
			for _, c := range group.List {
				if m := marks.FindString(c.Text); m != "" {
					t.Errorf("%s: a comment says %s", f.at(c.Pos()), m)
				}
			}
		}
	}
	err := walk(func(name string) error {
		switch path.Ext(name) {
		case ".md", ".lua", ".txtar", ".sh", ".ts", ".json":
		default:
			return nil
		}
		text, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if m := marks.FindString(line); m != "" {
				t.Errorf("%s:%d says %s", name, i+1, m)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
