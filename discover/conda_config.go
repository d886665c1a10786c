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
