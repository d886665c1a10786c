package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// condaKeeps gives the environments that conda would use for a project: its
// environment.yml names one, which is looked up as conda does; or it has a prefix,
// which an export writes down and conda itself passes over. The environment is the
// person's and not the project's, so it keeps its place in lists.
func condaKeeps(r *projectReader) []venvcore.Keep {
	var out []venvcore.Keep
	for _, file := range []string{"environment.yml", "environment.yaml"} {
		data, path, ok := r.read(file, maxEnvironmentFile)
		if !ok {
			continue
		}
		pairs, err := yamlPairs(data)
		if err != nil {
			r.problem(venvcore.Fault{Path: path, Code: venvcore.FaultUnreadable, Message: path + ": " + err.Error()})
			continue
		}
		for _, prefix := range namedPrefixes(r.l, pairs) {
			out = append(out, venvcore.Keep{Prefix: prefix, Kind: venvcore.KindConda, File: path, Proof: venvcore.ProofNone, Used: true})
		}
	}
	return out
}

// namedPrefixes gives the prefixes that the name in the file may mean, in conda's
// order: the first that is there counts; then the prefix in it.
func namedPrefixes(l *Look, pairs []yamlPair) []string {
	w := l.World()
	var name, prefix string
	for _, p := range pairs {
		text, ok := yamlText(p.value)
		switch {
		case !ok:
		case p.key == "name":
			name = strings.TrimSpace(text)
		case p.key == "prefix":
			prefix = text
		}
	}
	var out []string
	if isCondaEnvironmentName(name) {
		for _, dir := range condaSetupOf(l).dirs {
			out = append(out, w.Join(dir, name))
		}
	}
	if prefix, ok := expandPath(w, prefix); ok {
		// It may be of another person on this machine, who need not let us look.
		if _, err := l.quiet().Lstat(prefix); err == nil || absent(err) {
			out = append(out, prefix)
		}
	}
	return out
}

// isCondaEnvironmentName reports whether a name is one of an environment: conda
// takes none with a separator, a blank, a colon or a "#", and "base" is the
// installation itself.
func isCondaEnvironmentName(name string) bool {
	switch name {
	case "", ".", "..", "base", "root":
		return false
	}
	return !strings.ContainsAny(name, "/\\ :#") && !strings.ContainsFunc(name, isControl)
}
