// Command gen writes what is documented from tables and types: docs/protocol.md,
// docs/settings.md, docs/settings.schema.json and docs/tools.md. Run it in the root of the
// repository:
//
//	go run ./internal/wire/gen
//
// A test fails when the files in the repository are not what it writes.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run writes the documents of the repository at root.
func run(root string) error {
	docs, err := documents(root)
	if err != nil {
		return err
	}
	for _, d := range docs {
		path := filepath.Join(root, filepath.FromSlash(d.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, d.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// document is one generated file; path is slashed and relative to the root.
type document struct {
	path    string
	content []byte
}

// documents makes all of them, from the tables of this build and the comments
// in the sources at root.
func documents(root string) ([]document, error) {
	src, err := readSources(filepath.Join(root, "internal", "wire"), filepath.Join(root, "venvcore"))
	if err != nil {
		return nil, fmt.Errorf("%w: run this in the root of the repository", err)
	}
	protocol, err := protocolDoc(src)
	if err != nil {
		return nil, err
	}
	schema, err := settingsSchema()
	if err != nil {
		return nil, err
	}
	settings, err := settingsDoc()
	if err != nil {
		return nil, err
	}
	tools, err := toolsDoc()
	if err != nil {
		return nil, err
	}
	return []document{
		{"docs/protocol.md", protocol},
		{"docs/settings.md", settings},
		{"docs/settings.schema.json", schema},
		{"docs/tools.md", tools},
	}, nil
}
