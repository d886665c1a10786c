// Command testsum reads the output of "go test -json" on stdin, shows what a
// person wants to see of it, and decides.
//
// It prints each package's result, the whole output of every failed test and
// the reason of every skipped one, and closes with one line,
// "N passed, N failed, N skipped". It exits 1 when a test or a package failed,
// when no test ran, when the stream ended early, and, with -ci, when a test was
// skipped that the file named by -skips does not allow.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	ci := flag.Bool("ci", false, "a skipped test that is not in the list of skips is a failure")
	list := flag.String("skips", "", "`file` of allowed skips: regular expression, tab, reason")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *list, *ci); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, list string, ci bool) error {
	allowed, err := readSkips(list)
	if err != nil {
		return err
	}
	sum, err := summarise(in, out)
	if err != nil {
		return err
	}
	return sum.close(out, allowed, ci)
}
