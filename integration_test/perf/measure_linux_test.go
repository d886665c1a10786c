package perf_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cost is what one run of a command took.
type cost struct {
	wall, cpu time.Duration // cpu is user and system time together
	peak      int           // KiB resident at most
}

// meterVariable has this test binary run the command of its arguments and tell
// what that took; see run.
const meterVariable = "VENVD_PERF_METER"

// run measures one run to its end. Its output is read and dropped.
//
// Linux counts what the starting process had resident as the child's own, for they
// share memory until execve. So it is started by another process, which has 10 MiB
// and, with the race detector, 20.
func run(tb testing.TB, cmd *exec.Cmd) cost {
	tb.Helper()
	exe, err := os.Executable()
	must(tb, err)
	meter := exec.Command(exe, cmd.Args...)
	meter.Env = append(slices.Clone(cmd.Env), meterVariable+"=1")
	var stderr bytes.Buffer
	meter.Stderr = &stderr
	out, err := meter.Output()
	if err != nil {
		tb.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.String())
	}
	var c cost
	if _, err := fmt.Sscan(string(out), (*int64)(&c.wall), (*int64)(&c.cpu), &c.peak); err != nil {
		tb.Fatalf("%v: the meter said %q: %v", cmd.Args, out, err)
	}
	return c
}

// asMeter does what this process was started for by run, if it was.
func asMeter() bool {
	if os.Getenv(meterVariable) == "" {
		return false
	}
	if err := meter(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "perf:", err)
		os.Exit(1)
	}
	return true
}

// meter runs a command and prints its wall and processor time and its peak in KiB.
func meter(args []string) error {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = io.Discard, os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	wall := time.Since(start)
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	_, err := fmt.Println(int64(wall), int64(cpu), cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	return err
}

// procStatus gives a number of /proc/PID/status.
func procStatus(tb testing.TB, pid, field string) int {
	tb.Helper()
	data, err := os.ReadFile("/proc/" + pid + "/status")
	must(tb, err)
	return statusField(tb, data, field)
}

func statusField(tb testing.TB, data []byte, field string) int {
	tb.Helper()
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			must(tb, err)
			return n
		}
	}
	tb.Fatalf("/proc/PID/status has no %s", field)
	return 0
}

// wakes gives for every thread of a process how often it slept until
// something woke it.
func wakes(tb testing.TB, pid int) map[string]int {
	tb.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	must(tb, err)
	out := map[string]int{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			continue // the thread has ended
		}
		out[f] = statusField(tb, data, "voluntary_ctxt_switches")
	}
	if len(out) == 0 {
		tb.Fatalf("process %d has no threads: it has ended", pid)
	}
	return out
}

// cpuTicks is the user and system time of a process in USER_HZ, fields 14 and
// 15 of proc_pid_stat(5); the second field, its name, may hold blanks.
func cpuTicks(tb testing.TB, pid int) int {
	tb.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	must(tb, err)
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	user, err := strconv.Atoi(fields[11])
	must(tb, err)
	system, err := strconv.Atoi(fields[12])
	must(tb, err)
	return user + system
}

func total(m map[string]int) (sum int) {
	for _, n := range m {
		sum += n
	}
	return sum
}

// kernelWatches counts the inotify watches of a process as the kernel does.
func kernelWatches(tb testing.TB, pid int) (sum int) {
	tb.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/fdinfo/*", pid))
	must(tb, err)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			continue // closed meanwhile
		}
		sum += bytes.Count(data, []byte("inotify wd:"))
	}
	return sum
}

// fileCalls are the system calls by which files are looked at. Those of the
// runtime (futex, epoll_pwait) differ from run to run and say nothing.
const fileCalls = "%file,read,pread64,getdents64,fstat,close,fcntl"

var straceRow = regexp.MustCompile(`(?m)^ *[0-9.]+ +[0-9.]+ +\d+ +(\d+) +(?:\d+ +)?(\w+)$`)

// syscalls runs a command under strace and counts its file calls by name.
func syscalls(tb testing.TB, cmd *exec.Cmd) map[string]int {
	tb.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		tb.Skip("strace is not installed; scripts/test installs it on Debian")
	}
	log := filepath.Join(tb.TempDir(), "counts")
	args := slices.Concat([]string{"-f", "-c", "-o", log, "-e", "trace=" + fileCalls, cmd.Path}, cmd.Args[1:])
	traced := exec.Command(strace, args...)
	traced.Env = cmd.Env
	if text, err := traced.CombinedOutput(); err != nil {
		tb.Fatalf("%v: %v\n%.2000s", traced.Args, err, text)
	}
	data, err := os.ReadFile(log)
	must(tb, err)
	counts := map[string]int{}
	for _, row := range straceRow.FindAllSubmatch(data, -1) {
		if string(row[2]) == "total" {
			continue
		}
		counts[string(row[2])], err = strconv.Atoi(string(row[1]))
		must(tb, err)
	}
	if len(counts) == 0 {
		tb.Fatalf("strace counted nothing:\n%s", data)
	}
	return counts
}

// quantile of durations, which it sorts, in microseconds.
func quantile(took []time.Duration, q float64) float64 {
	slices.Sort(took)
	return float64(took[int(q*float64(len(took)-1))].Nanoseconds()) / 1e3
}
