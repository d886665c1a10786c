package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// skips are the names of tests that CI may skip, each with its reason.
type skips []*regexp.Regexp

func readSkips(path string) (skips, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list skips
	for n, line := range strings.Split(string(text), "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		pattern, reason, _ := strings.Cut(line, "\t")
		if strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s:%d: %q has no reason; write it after a tab", path, n+1, pattern)
		}
		re, err := regexp.Compile("^(?:" + pattern + ")$")
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n+1, err)
		}
		list = append(list, re)
	}
	return list, nil
}

// allow takes "package.Test/sub" and looks at the test's name alone.
func (s skips) allow(k string) bool {
	name := k[strings.LastIndex(k, ".Test")+1:]
	for _, re := range s {
		if re.MatchString(name) {
			return true
		}
	}
	return false
}
