package cli

import (
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/venvd/venvd/internal/wire"
)

// printJSON prints one value, indented, with a final newline.
func printJSON(w io.Writer, v any) error {
	text, err := wire.Indent(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
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

// visible writes what a terminal would obey instead of showing as Go does, such as
// \x1b: names of directories are other people's text.
func visible(text string) string {
	if !strings.ContainsFunc(text, hidden) && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		if hidden(r) || r == utf8.RuneError && n == 1 {
			quoted := strconv.Quote(text[:n])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteString(text[:n])
		}
		text = text[n:]
	}
	return b.String()
}

func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
}

// visibly makes what is written to stderr visible, line by line.
type visibly struct{ io.Writer }

func (v visibly) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		text, ended := strings.CutSuffix(line, "\n")
		out := visible(text)
		if ended {
			out += "\n"
		}
		if _, err := io.WriteString(v.Writer, out); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
