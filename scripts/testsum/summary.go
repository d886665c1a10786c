package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An event is one line of "go test -json" (documented by "go doc test2json").
type event struct {
	Action     string
	Package    string
	ImportPath string // of build output, instead of Package
	Test       string
	Output     string
	Elapsed    float64
}

// A summary counts leaves: a test that has subtests is told by them, unless it
// failed although none of them did.
type summary struct {
	output  map[string][]string // what a test printed, until its verdict is known
	parents map[string]bool
	verdict map[string]string
	order   []string
	broken  []string // packages that failed: a build error, a panic, a TestMain
}

func key(e event) string { return e.Package + "." + e.Test }

// summarise reads to the end of the stream, printing as it goes.
func summarise(in io.Reader, out io.Writer) (*summary, error) {
	s := &summary{output: map[string][]string{}, parents: map[string]bool{}, verdict: map[string]string{}}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20) // one test's output line may hold a daemon's whole log
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			// Not from test2json: a message of the go command itself.
			fmt.Fprintln(out, lines.Text())
			continue
		}
		s.add(e, out)
	}
	return s, lines.Err()
}

func (s *summary) add(e event, out io.Writer) {
	k := key(e)
	switch {
	case e.Action == "build-output":
		fmt.Fprint(out, e.Output)
	case e.Action == "output":
		s.output[k] = append(s.output[k], e.Output)
	case e.Test == "":
		s.pkg(e, out)
	case e.Action == "run":
		if i := strings.LastIndex(e.Test, "/"); i >= 0 {
			s.parents[e.Package+"."+e.Test[:i]] = true
		}
	case e.Action == "pass" || e.Action == "fail" || e.Action == "skip":
		s.verdict[k] = e.Action
		s.order = append(s.order, k)
		if e.Action != "pass" {
			fmt.Fprint(out, strings.Join(s.output[k], ""))
		}
		delete(s.output, k)
	}
}

// pkg prints a package's closing lines; "ok" and its time, or all it said.
func (s *summary) pkg(e event, out io.Writer) {
	if e.Action != "pass" && e.Action != "fail" && e.Action != "skip" {
		return
	}
	if e.Action == "fail" {
		s.broken = append(s.broken, e.Package)
	}
	for _, line := range s.output[key(e)] {
		if e.Action == "fail" || strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "? ") {
			fmt.Fprint(out, line)
		}
	}
	delete(s.output, key(e))
}

// close prints the skipped tests and the closing line, and judges.
func (s *summary) close(out io.Writer, allowed skips, ci bool) error {
	count := map[string]int{}
	var unlisted []string
	failedBelow := s.failedBelow()
	for _, k := range s.order {
		v := s.verdict[k]
		if s.parents[k] && (v != "fail" || failedBelow[k]) {
			continue
		}
		count[v]++
		if v == "skip" && !allowed.allow(k) {
			unlisted = append(unlisted, k)
		}
	}
	for _, k := range unlisted {
		fmt.Fprintln(out, "skipped, and not in the list of skips:", k)
	}
	fmt.Fprintf(out, "%d passed, %d failed, %d skipped\n", count["pass"], count["fail"], count["skip"])
	switch {
	case count["fail"] > 0 || len(s.broken) > 0:
		return fmt.Errorf("failed in %s", strings.Join(slices.Compact(s.broken), ", "))
	case count["pass"] == 0:
		return errors.New("no test ran")
	case ci && len(unlisted) > 0:
		return fmt.Errorf("%d tests were skipped in CI without a reason in the list of skips", len(unlisted))
	}
	return nil
}

// failedBelow says of which tests a subtest failed, at any depth.
func (s *summary) failedBelow() map[string]bool {
	below := map[string]bool{}
	for k, v := range s.verdict {
		for i := strings.LastIndex(k, "/"); v == "fail" && i >= 0; i = strings.LastIndex(k[:i], "/") {
			below[k[:i]] = true
		}
	}
	return below
}
