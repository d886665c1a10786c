package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// keepIn is a claim with the project that makes it.
type keepIn struct {
	venvcore.Keep
	project string
}

// kept gives each environment that a project's tool keeps the kind of that tool
// and the project. What is proven by the environment's own files stands before.
func kept(found []*venvcore.Environment, projects []*venvcore.Project) []*venvcore.Environment {
	claims := make(map[string][]keepIn)
	for _, p := range projects {
		for _, k := range p.Kept {
			if k.Proof != venvcore.ProofNone {
				claims[k.Prefix] = append(claims[k.Prefix], keepIn{k, p.Root})
			}
		}
	}
	if len(claims) == 0 {
		return found
	}
	for i, e := range found {
		if len(claims[e.Prefix]) == 0 {
			continue
		}
		k, ok := decide(e, claims[e.Prefix])
		// What computes the environment's own path is the same project, by the name
		// that it was opened by.
		if e.Owned && e.Project != "" && (k.Kind != e.Kind || k.Proof != venvcore.ProofPath || k.project == "") {
			continue
		}
		if ok {
			e = e.Clone()
			e.Kind, e.Owned, e.Project = k.Kind, true, k.project
			e.Evidence = evidence(append(e.Evidence, k.File)...)
			found[i] = e
		}
	}
	return found
}

// bare drops the directories that are taken for projects only because an
// environment lies in them, when that turns out to be another project's: a tool
// was told to keep the environments of that one there.
func bare(projects []*venvcore.Project, found []*venvcore.Environment) []*venvcore.Project {
	has := make(map[string]bool)
	for _, e := range found {
		has[e.Project] = true
	}
	return slices.DeleteFunc(projects, func(p *venvcore.Project) bool {
		return !p.Script && len(p.Markers) == 0 && p.Root != p.Folder && !has[p.Root]
	})
}

// decide gives the claim that is proven. Where the locks of several tools lie in
// one project, the environment must bear the sign of one of them.
func decide(e *venvcore.Environment, claims []keepIn) (keepIn, bool) {
	signed := func(k keepIn) bool {
		sign := strings.ReplaceAll(k.Sign, venvcore.SignMinor, venvcore.Minor(e.Version))
		return sign != "" && sign == e.Name || string(k.Kind) == e.Creator
	}
	var locks []keepIn
	for _, k := range claims {
		switch k.Proof {
		case venvcore.ProofPath:
			if slices.ContainsFunc(claims, func(o keepIn) bool { return o.Proof == k.Proof && o.project != k.project }) {
				k.project = "" // several share it
			}
			return k, true
		case venvcore.ProofLock:
			locks = append(locks, k)
		}
	}
	if len(locks) == 1 {
		return locks[0], true
	}
	for _, list := range [][]keepIn{locks, claims} {
		if i := slices.IndexFunc(list, signed); i >= 0 {
			return list[i], true
		}
	}
	return keepIn{}, false
}
