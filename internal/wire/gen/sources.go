package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// sources is what reflection cannot tell: comments, and the constants of the
// types that are enumerations.
type sources struct {
	types  map[string]string            // by type name
	fields map[string]map[string]string // by type and field name
	enums  map[string][]string          // by type name, in the order of the source
}

// readSources reads the packages in the directories; tests are left out.
func readSources(dirs ...string) (*sources, error) {
	s := &sources{map[string]string{}, map[string]map[string]string{}, map[string][]string{}}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("no sources in %s", dir)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			s.file(f)
		}
	}
	return s, nil
}

func (s *sources) file(f *ast.File) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range g.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.typeSpec(spec, g.Doc)
			case *ast.ValueSpec:
				s.constant(g.Tok, spec)
			}
		}
	}
}

// typeSpec takes a type's comment and those of its fields. The first package
// that has a name keeps it: wire's types come before venvcore's.
func (s *sources) typeSpec(spec *ast.TypeSpec, doc *ast.CommentGroup) {
	name := spec.Name.Name
	if _, taken := s.types[name]; taken {
		return
	}
	s.types[name] = oneLine(doc)
	st, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	s.fields[name] = map[string]string{}
	for _, f := range st.Fields.List {
		text := oneLine(f.Doc)
		if text == "" {
			text = oneLine(f.Comment)
		}
		for _, n := range f.Names {
			s.fields[name][n.Name] = text
		}
	}
}

// constant takes a string constant of a named type.
func (s *sources) constant(tok token.Token, spec *ast.ValueSpec) {
	typ, ok := spec.Type.(*ast.Ident)
	if tok != token.CONST || !ok {
		return
	}
	for _, v := range spec.Values {
		lit, ok := v.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			continue
		}
		if text, err := strconv.Unquote(lit.Value); err == nil {
			s.enums[typ.Name] = append(s.enums[typ.Name], text)
		}
	}
}

func oneLine(c *ast.CommentGroup) string {
	if c == nil {
		return ""
	}
	return strings.Join(strings.Fields(c.Text()), " ")
}
