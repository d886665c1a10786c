package discover

import (
	"os"
	"strings"
)

// mountPoints reads where file systems are mounted from the kernel's own list,
// proc_pid_mountinfo(5): the fifth field of each line, with what would end it
// written as octal. Nothing that is mounted is asked for it. Without /proc there
// are none.
func mountPoints() []string {
	data, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if fields := strings.Fields(line); len(fields) > 4 {
			out = append(out, strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(fields[4]))
		}
	}
	return out
}
