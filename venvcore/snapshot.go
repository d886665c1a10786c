package venvcore

import "strings"

// Snapshot is the state of the machine as clients are told it, at one
// generation. It is immutable: the engine publishes a new one for every
// change.
type Snapshot struct {
	Generation uint64
	Cause      string // what led to it, for the log
	Machine    *Machine
	Projects   []*Project // every project root of the opened folders, by path
	Scopes     map[string]*Scope
	Tools      []Tool
	Faults     []Fault
	// Past holds, by prefix, the id of an environment that was told and is gone:
	// what appears there again was made again or came back, and is not new.
	Past map[string]string
	// Moved holds where each opened folder is that has another path now than the
	// one by which the client knows it, by the latter.
	Moved map[string]string
	// Covered are the changes under way that a live transaction accounts for.
	Covered []string
}

// Scope is one followed project, folder or script with its answer.
type Scope struct {
	Path string // as the client knows it
	ID   Identity
	// Selection is meaningless until Known.
	Selection Selection
	Known     bool
	// First is the reason with which the first answer is told: opened for a
	// folder or a document, configuration for a project root that came to be
	// above an open document; empty when a client asked and so has the answer.
	First Reason
	// Ended: the project root is no more; the scope is told once as such and
	// followed no longer.
	Ended bool
	// EndedBy says why, for an ended scope.
	EndedBy Reason
}

// EmptySnapshot is the state before anything was looked at.
func EmptySnapshot() *Snapshot {
	return &Snapshot{Machine: NewMachine(nil), Scopes: map[string]*Scope{}, Past: map[string]string{}}
}

// Real gives where a path is that a client knows by the old name of a folder.
func (s *Snapshot) Real(path string) string {
	for from, to := range s.Moved {
		if Contains(from, path) && !Contains(to, path) {
			return to + strings.TrimPrefix(path, from)
		}
	}
	return path
}

// ClientPath gives the path by which a client knows what lies in a folder that was
// renamed.
func (s *Snapshot) ClientPath(path string) string {
	for from, to := range s.Moved {
		if Contains(to, path) {
			return from + strings.TrimPrefix(path, to)
		}
	}
	return path
}

// ProjectAt gives the project whose root is dir, or nil.
func (s *Snapshot) ProjectAt(dir string) *Project {
	for _, p := range s.Projects {
		if p.Root == dir {
			return p
		}
	}
	return nil
}

// ProjectAbove gives the nearest project root at or above path, or nil.
func (s *Snapshot) ProjectAbove(path string) *Project {
	var best *Project
	for _, p := range s.Projects {
		if Contains(p.Root, path) && (best == nil || len(p.Root) > len(best.Root)) {
			best = p
		}
	}
	return best
}
