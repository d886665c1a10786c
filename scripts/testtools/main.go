// Command testtools installs the real tools that the integration tests run,
// in pinned versions, each in an environment of its own, into a cache that
// belongs to the tests: $VENVD_CACHE, else $XDG_CACHE_HOME/venvd-test, else
// ~/.cache/venvd-test. It links their commands into the cache's bin directory
// and prints that directory's path on stdout, everything else on stderr.
//
// A second run finds each tool's stamp and does nothing. What cannot be
// installed is named with its reason; a tool for which the machine has no
// suitable Python is left out with a notice, which under CI=true is an error.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

func main() {
	dir, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "testtools:", err)
		os.Exit(1)
	}
	fmt.Println(dir)
}

// run installs all that is missing and returns the directory of commands. It
// goes on after a failure, so that one run names everything that is wrong.
func run() (string, error) {
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	bin := filepath.Join(cache, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(cache, "tmp-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp) //nolint:errcheck // it is in the cache, where it harms nobody
	in := installer{cache: cache, tmp: tmp, pythons: machine.Pythons(), log: os.Stderr}
	var failed []error
	for _, t := range tools {
		failed = append(failed, in.tool(t))
	}
	failed = append(failed, in.wheels(wheels), in.debian(debianPackages))
	return bin, errors.Join(failed...)
}

func cacheDir() (string, error) {
	if dir := os.Getenv("VENVD_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no cache directory (%w); set VENVD_CACHE", err)
	}
	return filepath.Join(base, "venvd-test"), nil
}
