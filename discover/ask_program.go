package discover

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/venvd/venvd/venvcore"
)

// askProgram is what an interpreter is asked to run, from Python 2.7 on. It reads
// nothing but the standard library; of a Python before 3.4, which puts the
// working directory first, that is taken out before anything is imported. Paths
// go as repr gives them, for they may be any bytes and JSON holds only text.
// platform.machine() would start `uname` on some versions; os.uname does not.
const askProgram = `
import sys
sys.path = [p for p in sys.path if p]
import json, os
own = getattr(sys, "implementation", None)
sys.stdout.write(json.dumps({
    "version": list(sys.version_info[:5]),
    "implementation": own.name if own else "pypy" if hasattr(sys, "pypy_version_info") else "cpython",
    "prefix": repr(sys.prefix),
    "base_prefix": repr(getattr(sys, "base_prefix", getattr(sys, "real_prefix", sys.prefix))),
    "machine": os.uname()[4] if hasattr(os, "uname") else "",
    "free_threading": "free-threading" in sys.version,
}) + "\n")
sys.stdout.flush()
`

// askArguments gives the options that keep an interpreter of that minor from
// running anything but the program: no variables, no directory of the person's
// own, no site and its .pth files, no bytecode written. -I is since 3.4; where
// the minor is not known, the options of 2.7 are used, which all have.
func askArguments(minor string) []string {
	flags := []string{"-E", "-s", "-S", "-B"}
	if venvcore.CompareVersions(minor, "3.4") >= 0 {
		flags = []string{"-I", "-S", "-B"}
	}
	return append(flags, "-c", askProgram)
}

// reply is the answer of askProgram.
type reply struct {
	Version        []any  `json:"version"`
	Implementation string `json:"implementation"`
	Prefix         string `json:"prefix"`
	BasePrefix     string `json:"base_prefix"`
	Machine        string `json:"machine"`
	FreeThreading  bool   `json:"free_threading"`
}

// parseReply takes one line of output. It is data from outside: what is not the
// full version of a base is an error.
func parseReply(line []byte) (venvcore.Asked, error) {
	var r reply
	if err := json.Unmarshal(line, &r); err != nil {
		return venvcore.Asked{}, fmt.Errorf("its answer is not understood: %w", err)
	}
	if len(r.Version) != 5 {
		return venvcore.Asked{}, fmt.Errorf("its answer has a version of %d parts", len(r.Version))
	}
	v := normaliseVersion(fmt.Sprintf("%v.%v.%v.%v.%v", r.Version...))
	switch {
	case v == "" || !venvcore.IsFull(v):
		return venvcore.Asked{}, fmt.Errorf("its answer has no version: %.80v", r.Version)
	case r.Prefix == "" || r.Prefix != r.BasePrefix:
		return venvcore.Asked{}, errors.New("it started as an environment and not as a base")
	}
	a := venvcore.Asked{Version: v, Implementation: r.Implementation, FreeThreaded: r.FreeThreading}
	if machineName.MatchString(r.Machine) {
		a.Machine = r.Machine
	}
	return a, nil
}

var machineName = regexp.MustCompile(`^[A-Za-z0-9_]{1,32}$`)
