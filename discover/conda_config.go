package discover

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/venvd/venvd/venvcore"
)

const (
	// maxCondarc bounds a condarc, which has some lines; a node of YAML takes a
	// hundred times the bytes that it is written in.
	maxCondarc = 64 << 10
	// maxEnvironmentFile bounds an environment.yml: an export of a large one has
	// 40 KiB.
	maxEnvironmentFile = 256 << 10
)

// condaConfigs gives the configuration files of conda and mamba that are there,
// the one that counts most first: conda's own search path, backwards ("Using the
// .condarc conda configuration file").
func condaConfigs(l *Look, roots []string, home shelf) []string {
	w := l.World()
	var out []string
	for _, name := range []string{"CONDARC", "MAMBARC"} {
		if path, ok := absoluteVariable(w, name); ok {
			out = append(out, path)
		}
	}
	if prefix, ok := absoluteVariable(w, "CONDA_PREFIX"); ok {
		out = append(out, condaConfigsIn(l, prefix)...)
	}
	for _, name := range []string{".condarc", ".mambarc"} {
		if home.has(name) {
			out = append(out, w.Join(home.dir, name))
		}
	}
	if home.has(".conda") {
		out = append(out, condaConfigsIn(l, w.Join(home.dir, ".conda"))...)
	}
	if home.has(".config") {
		out = append(out, condaConfigsIn(l, w.Join(home.dir, ".config", "conda"))...)
	}
	if dir, ok := absoluteVariable(w, "XDG_CONFIG_HOME"); ok {
		out = append(out, condaConfigsIn(l, w.Join(dir, "conda"))...)
	}
	for _, root := range roots {
		out = append(out, condaConfigsIn(l, root)...)
	}
	system := []string{"/var/lib/conda", "/etc/conda"}
	if w.Windows() {
		system = nil
		if dir, ok := absoluteVariable(w, "PROGRAMDATA"); ok {
			system = []string{w.Join(dir, "conda")}
		}
	}
	for _, dir := range system {
		out = append(out, condaConfigsIn(l, dir)...)
	}
	var once []string
	for _, path := range out {
		if !slices.Contains(once, path) {
			once = append(once, path)
		}
	}
	return once
}

// condaConfigsIn gives those of one directory. Of the files in condarc.d the last
// by name counts most.
func condaConfigsIn(l *Look, dir string) []string {
	w := l.World()
	var out []string
	found := l.shelf(dir, ".condarc", "condarc", "condarc.d", ".mambarc")
	if found.has("condarc.d") {
		more := w.Join(dir, "condarc.d")
		entries, err := l.ReadDir(more)
		l.fail(more, err)
		for _, e := range slices.Backward(entries) {
			if name := strings.ToLower(e.Name); strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml") {
				out = append(out, w.Join(more, e.Name))
			}
		}
	}
	for _, name := range []string{"condarc", ".condarc", ".mambarc"} {
		if found.has(name) {
			out = append(out, w.Join(dir, name))
		}
	}
	return out
}

// condaConfigDirs gives the directories of environments that a configuration file
// names. What is wrong in it costs only itself.
func condaConfigDirs(l *Look, path string) []string {
	w := l.World()
	data, err := l.ReadFile(path, maxCondarc)
	if err != nil {
		l.fail(path, err)
		return nil
	}
	written, problems := condarcDirs(data)
	for _, p := range problems {
		l.Fault(venvcore.Fault{Path: path, Code: venvcore.FaultUnreadable, Message: path + ": " + p})
	}
	var out []string
	for _, dir := range written {
		// A relative one means another directory wherever conda is run.
		if dir, ok := expandPath(w, dir); ok && !onForeignDrive(l, dir) {
			out = append(out, dir)
		}
	}
	return out
}

// condarcDirs reads envs_dirs and its older name envs_path: a text or a list of
// texts. Nothing is built from the file but its nodes, so that aliases which
// refer to each other many times over cost nothing.
func condarcDirs(data []byte) (dirs, problems []string) {
	pairs, err := yamlPairs(data)
	if err != nil {
		return nil, []string{err.Error()}
	}
	for _, p := range pairs {
		if p.key != "envs_dirs" && p.key != "envs_path" {
			continue
		}
		items := []*yaml.Node{p.value}
		if p.value.Kind == yaml.SequenceNode {
			items = p.value.Content
		}
		for _, item := range items {
			item = yamlValue(item)
			switch text, ok := yamlText(item); {
			case ok && text != "":
				dirs = append(dirs, text)
			case !ok && !isYAMLNull(item):
				problems = append(problems, fmt.Sprintf("line %d: an item of %s is no path, the others count", item.Line, p.key))
			}
		}
	}
	return dirs, problems
}

// yamlPair is one member of the mapping that a file is.
type yamlPair struct {
	key   string
	value *yaml.Node
}

// yamlPairs reads YAML whose top is a mapping, in the order of the file. An empty
// file is an empty mapping.
func yamlPairs(data []byte) ([]yamlPair, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("it is not YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 || isYAMLNull(doc.Content[0]) {
		return nil, nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: it is no mapping", top.Line)
	}
	var out []yamlPair
	for i := 0; i+1 < len(top.Content); i += 2 {
		out = append(out, yamlPair{top.Content[i].Value, yamlValue(top.Content[i+1])})
	}
	return out, nil
}

// yamlValue gives what an alias stands for. An anchor is no alias, so one step is
// enough.
func yamlValue(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

// yamlText gives a text; a number or a date is none.
func yamlText(n *yaml.Node) (string, bool) {
	return n.Value, n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str"
}

func isYAMLNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
