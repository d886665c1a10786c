// Command picture turns what a terminal shows, as `tmux capture-pane -ep` gives
// it on standard input, into an SVG on standard output. It knows the few
// attributes that venvd uses: bold, faint, red, green and yellow.
package main

import (
	"bufio"
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
)

const (
	charWidth  = 8.4 // of a 14 px monospace font
	lineHeight = 20
	margin     = 16
)

var escape = regexp.MustCompile("\x1b\\[([0-9;]*)m")

func main() {
	var lines []string
	columns := 0
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		lines = append(lines, in.Text())
		columns = max(columns, len([]rune(escape.ReplaceAllString(in.Text(), ""))))
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	width, height := float64(columns)*charWidth+2*margin, len(lines)*lineHeight+2*margin
	fmt.Printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">`+"\n", width, height)
	fmt.Printf(`<rect width="100%%" height="100%%" rx="8" fill="#1d2021"/>` + "\n")
	for i, l := range lines {
		fmt.Printf(`<text x="%d" y="%d" fill="#ebdbb2" xml:space="preserve">%s</text>`+"\n", margin, margin+14+i*lineHeight, spans(l))
	}
	fmt.Println("</svg>")
}

// spans gives the coloured parts of one line.
func spans(line string) string {
	var out strings.Builder
	attributes := ""
	for line != "" {
		at := escape.FindStringSubmatchIndex(line)
		text := line
		if at != nil {
			text = line[:at[0]]
		}
		if text != "" {
			fmt.Fprintf(&out, "<tspan%s>%s</tspan>", attributes, html.EscapeString(text))
		}
		if at == nil {
			break
		}
		attributes = style(attributes, line[at[2]:at[3]])
		line = line[at[1]:]
	}
	return out.String()
}

// style gives the attributes after one escape sequence.
func style(before, codes string) string {
	for _, c := range strings.Split(codes, ";") {
		switch c {
		case "", "0", "39":
			before = ""
		case "1":
			before += ` font-weight="bold"`
		case "2":
			before += ` opacity="0.65"`
		case "31":
			before = ` fill="#fb4934"`
		case "32":
			before = ` fill="#b8bb26"`
		case "33":
			before = ` fill="#fabd2f"`
		}
	}
	return before
}
