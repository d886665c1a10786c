package discover

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

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
