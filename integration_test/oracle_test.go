package integration_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An oracle is what an environment's own interpreter says of itself: the truth
// that venvd must have known without running it.
type oracle struct {
	Prefix         string   `json:"prefix"`
	BasePrefix     string   `json:"base_prefix"`
	Version        string   `json:"version"`
	Implementation string   `json:"implementation"`
	Machine        string   `json:"machine"`
	SitePackages   []string `json:"site_packages"`
}

// oracleProgram runs on every Python from 2.7 on. virtualenv before 20 has a
// site.py of its own, without getsitepackages, and keeps the base's prefix in
// real_prefix.
const oracleProgram = `
import json, os, platform, site, sys
if hasattr(site, "getsitepackages"):
    dirs = site.getsitepackages()
else:
    dirs = [d for d in sys.path if os.path.basename(d) == "site-packages"]
print(json.dumps({
    "prefix": sys.prefix,
    "base_prefix": getattr(sys, "real_prefix", None) or getattr(sys, "base_prefix", sys.prefix),
    "version": platform.python_version(),
    "implementation": platform.python_implementation().lower(),
    "machine": platform.machine().lower(),
    "site_packages": dirs,
}))
`

// askOracle runs an interpreter in isolation from the test's own environment.
func askOracle(t *testing.T, interpreter string, env []string) oracle {
	t.Helper()
	cmd := exec.Command(interpreter, "-c", oracleProgram)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("running %s: %v\n%s", interpreter, err, out)
	}
	var o oracle
	if err := json.Unmarshal(out, &o); err != nil {
		t.Fatalf("%s said %q: %v", interpreter, out, err)
	}
	o.SitePackages = realDirs(o.SitePackages)
	return o
}

// realDirs keeps the directories that exist, each once whatever it is called.
func realDirs(dirs []string) []string {
	seen, list := map[string]bool{}, []string{}
	for _, dir := range dirs {
		resolved, err := filepath.EvalSymlinks(dir)
		if err == nil && !seen[resolved] {
			seen[resolved] = true
			list = append(list, dir)
		}
	}
	return list
}

// differences compares what venvd said with the truth, member by member.
func (o oracle) differences(env any) []string {
	var list []string
	check := func(path, want string) {
		got, err := getPath(env, path)
		if err != nil || text(got) != want {
			list = append(list, fmt.Sprintf("%s is %s, the interpreter says %s", path, text(got), want))
		}
	}
	check(".prefix", o.Prefix)
	// A prefix of conda's stands on nothing else.
	if base, err := getPath(env, ".base"); err != nil || base != nil || o.BasePrefix != o.Prefix {
		check(".base.prefix", o.BasePrefix)
	}
	check(".version", o.Version)
	check(".implementation", o.Implementation)
	check(".arch", protocolArch(o.Machine))
	var got []string
	if dirs, err := getPath(env, ".sitePackages"); err == nil {
		for _, d := range dirs.([]any) { // a list, by the contract's check
			got = append(got, text(d))
		}
	}
	if !slices.Equal(resolved(got), resolved(o.SitePackages)) {
		list = append(list, fmt.Sprintf(".sitePackages is\n\t%s\nthe interpreter says\n\t%s", strings.Join(got, "\n\t"), strings.Join(o.SitePackages, "\n\t")))
	}
	return list
}

func resolved(dirs []string) []string {
	list := make([]string, 0, len(dirs))
	for _, dir := range dirs {
		if r, err := filepath.EvalSymlinks(dir); err == nil {
			dir = r
		}
		list = append(list, dir)
	}
	return list
}

// protocolArch is the protocol's name of what platform.machine() says.
func protocolArch(machine string) string {
	if name, ok := map[string]string{"aarch64": "arm64", "amd64": "x86_64", "i686": "x86"}[machine]; ok {
		return name
	}
	return machine
}
