package venvd_test

import (
	"bytes"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/venvd/venvd/internal/cli"
)

// TestCommandsAreDocumented: the README's table lists the commands that there
// are, each with its options.
func TestCommandsAreDocumented(t *testing.T) {
	rows := map[string]string{}
	row := regexp.MustCompile("(?m)^\\| `venvd ([a-z]+)[^`]*`.*$")
	for _, m := range row.FindAllStringSubmatch(read(t, "README.md"), -1) {
		rows[m[1]] = m[0]
	}
	names := commands(t)
	for _, name := range names {
		text, ok := rows[name]
		if !ok {
			t.Errorf("README.md has no row for `venvd %s`", name)
			continue
		}
		for _, flag := range options(t, name) {
			if !strings.Contains(text, flag) {
				t.Errorf("README.md does not say `%s` of `venvd %s`", flag, name)
			}
		}
	}
	for name := range rows {
		if !slices.Contains(names, name) {
			t.Errorf("README.md has a row for `venvd %s`, which is no command", name)
		}
	}
}

// commands are those that `venvd --help` lists.
func commands(t *testing.T) []string {
	t.Helper()
	_, list, found := strings.Cut(run(t, "--help"), "Available Commands:\n")
	list, _, end := strings.Cut(list, "\n\n")
	var out []string
	for line := range strings.Lines(list) {
		if fields := strings.Fields(line); len(fields) > 0 {
			out = append(out, fields[0])
		}
	}
	if !found || !end || len(out) == 0 {
		t.Fatal("`venvd --help` lists no commands")
	}
	return out
}

// options are the long options that the help of a command lists, but --help.
func options(t *testing.T, command string) []string {
	t.Helper()
	_, flags, _ := strings.Cut(run(t, command, "--help"), "Flags:\n")
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^ +(?:-\w, )?(--[\w-]+)`).FindAllStringSubmatch(flags, -1) {
		if m[1] != "--help" {
			out = append(out, m[1])
		}
	}
	return out
}

// run gives what a command line prints; it must succeed.
func run(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Main(args, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("venvd %s: exit %d: %s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}

// TestPackagesAreInTheArchitecture: every package has its place in the table.
func TestPackagesAreInTheArchitecture(t *testing.T) {
	text := read(t, "ARCHITECTURE.md")
	for _, l := range layers() {
		if !strings.Contains(text, "\n| `"+l.pkg+"` |") {
			t.Errorf("ARCHITECTURE.md has no row for the package %s", l.pkg)
		}
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_/]+)` \\|").FindAllStringSubmatch(text, -1) {
		if !slices.ContainsFunc(layers(), func(l layer) bool { return l.pkg == m[1] }) {
			t.Errorf("ARCHITECTURE.md has a row for %s, which is no package", m[1])
		}
	}
}

// TestNamedTestsExist: the tests, scripts and files that the documents name are
// there, so that an invariant does not outlive what holds it.
func TestNamedTestsExist(t *testing.T) {
	known, scripts := map[string]bool{}, map[string]bool{}
	for _, f := range files(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.test {
				known[fn.Name.Name] = true
			}
		}
	}
	err := walk(func(name string) error {
		scripts[path.Base(name)] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []string{"ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"} {
		text := read(t, doc)
		for _, m := range regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z]\\w+)[/`]").FindAllStringSubmatch(text, -1) {
			if !known[m[1]] {
				t.Errorf("%s names the test %s, which is not there", doc, m[1])
			}
		}
		for _, m := range regexp.MustCompile("`([\\w./-]+/)?([A-Za-z0-9][\\w-]*\\.(?:go|txtar|lua|md|txt))`").FindAllStringSubmatch(text, -1) {
			if !scripts[m[2]] && !strings.Contains(m[2], "pixi") { // the example of a tool to add
				t.Errorf("%s names the file %s, which is not there", doc, m[1]+m[2])
			}
		}
	}
}

// TestChangelogHasTheVersion: the newest entry is that of the binary.
func TestChangelogHasTheVersion(t *testing.T) {
	m := regexp.MustCompile(`(?m)^## \[(\d[^\]]*)\] - \d{4}-\d\d-\d\d$`).FindStringSubmatch(read(t, "CHANGELOG.md"))
	if m == nil {
		t.Fatal("CHANGELOG.md has no version")
	}
	if have := run(t, "version"); !strings.HasPrefix(have, "venvd "+m[1]+" ") {
		t.Errorf("the newest version of CHANGELOG.md is %s, `venvd version` says %s", m[1], have)
	}
}

// TestLinksLead: relative links of the documents lead to files that are there.
func TestLinksLead(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)
	err := walk(func(name string) error {
		if path.Ext(name) != ".md" || strings.HasPrefix(name, "internal/wire/gen/") {
			return nil // the heads of generated pages: their links are those of the pages
		}
		for _, m := range link.FindAllStringSubmatch(read(t, name), -1) {
			to := path.Join(path.Dir(name), m[1])
			if _, err := fs.Stat(os.DirFS("."), to); err != nil {
				t.Errorf("%s links to %s: %v", name, m[1], err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestScriptCommandsAreDocumented: both pages that tell of the scripts' language
// name all of its commands.
func TestScriptCommandsAreDocumented(t *testing.T) {
	var names []string
	for _, f := range files(t) {
		if f.pkg != "integration_test" {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !isMapOf(lit.Type, "command") {
				return true
			}
			for _, e := range lit.Elts {
				if name, ok := text(e.(*ast.KeyValueExpr).Key); ok {
					names = append(names, name)
				}
			}
			return false
		})
	}
	if len(names) == 0 {
		t.Fatal("the table of the scripts' commands was not found")
	}
	for _, doc := range []string{"CONTRIBUTING.md", "integration_test/README.md"} {
		said := read(t, doc)
		for _, name := range names {
			if !regexp.MustCompile("`" + name + "[ `]").MatchString(said) {
				t.Errorf("%s does not tell of the scripts' command `%s`", doc, name)
			}
		}
	}
}

func isMapOf(e ast.Expr, value string) bool {
	m, ok := e.(*ast.MapType)
	if !ok {
		return false
	}
	v, ok := m.Value.(*ast.Ident)
	return ok && v.Name == value
}

// TestToolsAreDocumented: docs/tools.md has the texts of every row of the table
// of tools, those included that nobody put into the table.
func TestToolsAreDocumented(t *testing.T) {
	page := read(t, "docs/tools.md")
	rows := 0
	for _, f := range files(t) {
		if f.pkg != "discover" || f.test {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !isIdent(lit.Type, "tool") {
				return true
			}
			m := members(lit)
			row := regexp.MustCompile("(?m)^" + regexp.QuoteMeta("| "+m["name"]+" | ") + ".*$").FindString(page)
			for _, text := range []string{m["evidence"], m["where"], m["creates"]} {
				if row == "" || !strings.Contains(row, text) {
					t.Errorf("docs/tools.md lacks %q of %s: run `go run ./internal/wire/gen`, and see that the row is in its table", text, m["name"])
				}
			}
			rows++
			return true
		})
	}
	if rows == 0 {
		t.Error("no row of the table of tools was found in discover")
	}
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// members are the members of a literal that are constant texts.
func members(lit *ast.CompositeLit) map[string]string {
	out := map[string]string{}
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, ok := kv.Key.(*ast.Ident)
		if !ok {
			continue
		}
		if v, ok := text(kv.Value); ok {
			out[key.Name] = v
		}
	}
	return out
}

// text gives a string literal, or several joined by "+".
func text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok1 := text(e.X)
		b, ok2 := text(e.Y)
		return a + b, ok1 && ok2 && e.Op == token.ADD
	}
	return "", false
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
