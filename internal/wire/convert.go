package wire

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"go.lsp.dev/protocol"

	"github.com/venvd/venvd/venvcore"
)

// Indent gives the JSON of a wire value for people and scripts.
func Indent(v any) ([]byte, error) {
	// As protocol.Marshal does it, which cannot be told to indent: to read its text
	// again for that takes as long as to write it.
	text, err := json.Marshal(v, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.WithIndent("  "))
	if err != nil {
		return nil, fmt.Errorf("encoding: %w", err)
	}
	return text, nil
}

// Compact gives the JSON of a wire value on one line.
func Compact(v any) ([]byte, error) {
	text, err := protocol.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding: %w", err)
	}
	return text, nil
}

// Unmarshal decodes a wire value.
func Unmarshal(data []byte, v any) error { return protocol.Unmarshal(data, v) }

// FromEnvironment converts an environment; nil stays nil.
func FromEnvironment(e *venvcore.Environment) *Environment {
	if e == nil {
		return nil
	}
	w := environment(e)
	return &w
}

func environment(e *venvcore.Environment) Environment {
	w := Environment{
		ID: e.ID, Kind: string(e.Kind), Creator: e.Creator, Name: e.Name, Prefix: e.Prefix,
		Interpreter: text(e.Interpreter), Version: text(e.Version), Implementation: e.Implementation,
		Arch: text(e.Arch), IsVirtual: e.IsVirtual, Tool: text(e.Tool), Aliases: list(e.Aliases),
		SitePackages: list(e.SitePackages), Link: text(string(e.Link)), Evidence: list(e.Evidence),
		Health: Health{State: string(e.Health.State), Problems: []Problem{}},
	}
	if e.Base != nil {
		w.Base = &Base{Prefix: e.Base.Prefix, Interpreter: e.Base.Interpreter}
	}
	if e.Project != "" {
		u := URI(e.Project)
		w.Project = &u
	}
	for _, p := range e.Health.Problems {
		q := Problem{Code: string(p.Code), Severity: string(p.Severity), Message: p.Message, Fixes: []string{}}
		for _, f := range p.Fixes {
			q.Fixes = append(q.Fixes, string(f))
		}
		w.Health.Problems = append(w.Health.Problems, q)
	}
	return w
}

// FromEnvironments converts a list.
func FromEnvironments(envs []*venvcore.Environment) []Environment {
	out := make([]Environment, len(envs))
	for i, e := range envs {
		out[i] = environment(e)
	}
	return out
}

// FromSelection converts a selection.
func FromSelection(s venvcore.Selection) Selection {
	return Selection{
		Scope: URI(s.Scope), Environment: FromEnvironment(s.Environment), Interpreter: text(s.Interpreter),
		Rule: string(s.Rule), Reason: s.Reason, State: string(s.State), Wanted: text(s.Wanted), Generation: s.Generation,
	}
}

// FromExplanation converts a selection with its candidates.
func FromExplanation(s venvcore.Selection, candidates []venvcore.Candidate) ExplainResult {
	r := ExplainResult{Selection: FromSelection(s), Candidates: []Candidate{}}
	for _, c := range candidates {
		r.Candidates = append(r.Candidates, Candidate{
			Environment: FromEnvironment(c.Environment), Rule: string(c.Rule), Rank: c.Rank,
			Verdict: string(c.Verdict), Reason: c.Reason,
		})
	}
	return r
}

// FromListing converts what a discovery found.
func FromListing(envs []*venvcore.Environment, tools []venvcore.Tool, faults []venvcore.Fault, generation uint64) DiscoverResult {
	return DiscoverResult{
		Environments: FromEnvironments(envs), Tools: FromTools(tools), Faults: FromFaults(faults), Generation: generation,
	}
}

// FromTools converts the managers that were found.
func FromTools(tools []venvcore.Tool) []Tool {
	out := make([]Tool, len(tools))
	for i, t := range tools {
		out[i] = Tool{Name: t.Name, Path: t.Path, Version: text(t.Version)}
	}
	return out
}

// FromPackages converts what is installed; text is nil unless it was asked for.
func FromPackages(list []venvcore.Package, freeze *string, faults []venvcore.Fault) PackagesResult {
	r := PackagesResult{Packages: make([]Package, len(list)), Text: freeze, Faults: FromFaults(faults)}
	for i, p := range list {
		r.Packages[i] = Package{
			Name: p.Name, Version: p.Version, Editable: text(p.Editable), Installer: text(p.Installer),
			Requested: p.Requested, Inherited: p.Inherited,
		}
	}
	return r
}

// FromFaults converts what could not be looked at.
func FromFaults(faults []venvcore.Fault) []Fault {
	out := make([]Fault, len(faults))
	for i, f := range faults {
		out[i] = Fault{Path: text(f.Path), Code: string(f.Code), Message: f.Message}
	}
	return out
}

// FromInterpreterChanged converts a push.
func FromInterpreterChanged(c venvcore.InterpreterChanged) InterpreterChanged {
	w := InterpreterChanged{
		Scope: URI(c.Scope), Selection: FromSelection(c.Selection), Reason: string(c.Reason), Generation: c.Generation,
	}
	if c.Previous != nil {
		p := FromSelection(*c.Previous)
		w.Previous = &p
	}
	return w
}

// FromEnvironmentsChanged converts a push.
func FromEnvironmentsChanged(c venvcore.EnvironmentsChanged) EnvironmentsChanged {
	return EnvironmentsChanged{
		Added: FromEnvironments(c.Added), Changed: FromEnvironments(c.Changed), Removed: list(c.Removed), Generation: c.Generation,
	}
}

// list gives a copy that is never null, whoever encodes it.
func list(s []string) []string {
	return append(make([]string, 0, len(s)), s...)
}

// text gives null for what is empty, which is unknown or absent.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
