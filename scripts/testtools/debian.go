package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// debian installs the packages whose command is missing, when this is a Debian
// and the user may; otherwise it says what is missing.
func (in installer) debian(packages map[string]string) error {
	var missing []string
	for _, command := range slices.Sorted(maps.Keys(packages)) {
		if _, err := exec.LookPath(command); err != nil {
			missing = append(missing, packages[command])
		}
	}
	if len(missing) == 0 {
		return nil
	}
	names := strings.Join(missing, " ")
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		return in.absent(names, "must be installed by hand (this needs root on Debian)")
	}
	fmt.Fprintf(in.log, "testtools: apt-get install %s\n", names)
	install := append([]string{"install", "-y", "-qq", "--no-install-recommends"}, missing...)
	if quiet(aptGet(install...)) == nil {
		return nil
	}
	// A new machine's package lists may be absent or old: fetch them, once.
	if err := quiet(aptGet("update", "-qq")); err != nil {
		return fmt.Errorf("%s: %w", names, err)
	}
	if err := quiet(aptGet(install...)); err != nil {
		return fmt.Errorf("%s: %w", names, err)
	}
	return nil
}

func aptGet(args ...string) *exec.Cmd {
	cmd := exec.Command("apt-get", args...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	return cmd
}
