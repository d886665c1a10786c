package perf_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// BenchmarkInitialize takes the time from the start of the process until the
// answer to initialize is read.
func BenchmarkInitialize(b *testing.B) {
	dir := tree(b, 1)
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		d := spawn(b)
		took = append(took, d.initialize(dir).at.Sub(start))
		d.end()
	}
	b.ReportMetric(quantile(took, 0.5)/1e3, "p50-ms")
	b.ReportMetric(quantile(took, 0.99)/1e3, "p99-ms")
}

// BenchmarkExec is what any start of a process costs: the part of the figures
// of a short command that is not venvd's.
func BenchmarkExec(b *testing.B) {
	for b.Loop() {
		must(b, exec.Command("/bin/true").Run())
	}
}

// BenchmarkMachine is `venvd list` as the person who runs this has the machine:
// from a warm cache, and, for root, with the kernel's caches dropped before each
// run.
func BenchmarkMachine(b *testing.B) {
	list := func(b *testing.B) cost {
		cmd := command(b, "list")
		for _, name := range []string{"HOME", "PATH", "PYENV_ROOT", "WORKON_HOME"} {
			if value := os.Getenv(name); value != "" {
				cmd.Env = append(cmd.Env, name+"="+value)
			}
		}
		return run(b, cmd)
	}
	measure := func(before func(b *testing.B)) func(b *testing.B) {
		return func(b *testing.B) {
			var wall []time.Duration
			var cpu time.Duration
			peak := 0
			for b.Loop() {
				before(b)
				c := list(b)
				wall, cpu, peak = append(wall, c.wall), cpu+c.cpu, max(peak, c.peak)
			}
			b.ReportMetric(quantile(wall, 0.5)/1e3, "p50-ms")
			b.ReportMetric(float64(cpu.Microseconds())/1e3/float64(b.N), "cpu-ms")
			b.ReportMetric(float64(peak), "peak-KiB")
		}
	}
	b.Run("warm", measure(func(*testing.B) {}))
	b.Run("cold", measure(dropCaches))
}

// dropCaches makes the next look meet the disk.
func dropCaches(b *testing.B) {
	b.Helper()
	unix.Sync() // what is not written cannot be dropped
	if err := os.WriteFile("/proc/sys/vm/drop_caches", []byte("3\n"), 0); err != nil {
		b.Skip("dropping the caches needs root: " + strings.TrimSpace(err.Error()))
	}
}
