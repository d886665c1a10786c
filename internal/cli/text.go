package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/venvd/venvd/internal/wire"
)

// printJSON prints one value, indented, with a final newline.
func printJSON(w io.Writer, v any) error {
	text, err := wire.Indent(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", text)
	return err
}

// reasonOf gives the bare reason of a file system error, for the path is said
// anyhow.
func reasonOf(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// quote writes a path so that a shell takes it as one word.
func quote(path string) string {
	if path != "" && !strings.ContainsAny(path, " \t'\"$`\\!*?[](){}<>|&;~#\n") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
