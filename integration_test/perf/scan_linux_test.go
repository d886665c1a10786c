package perf_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// growth bounds what ten times as many environments may cost: ten times as
	// much, and room for what is not there in tens.
	growth = 10.5
	// callsEach is how many calls on files an environment may cost; 33.4 cannot be done
	// without, and base and project layouts differ a little from machine to machine.
	callsEach = 36
	// peakAt1000 in KiB: of a command at its peak, and of a daemon that is idle.
	peakAt1000 = 40 << 10
	// quietLimit is how long a daemon may take to give memory back.
	quietLimit = 20 * time.Second
	// overFloor is how much longer than the bare system calls a look may take.
	overFloor = 2.0
)

// TestCallsGrowLinearly counts, so that it means the same on every machine.
func TestCallsGrowLinearly(t *testing.T) {
	small, large := 30, 300
	if long() {
		small, large = 1000, 10_000
	}
	a, b := filesCost(t, small), filesCost(t, large)
	// What is looked at however few environments there are is no growth.
	none := filesCost(t, 0)
	ratio := float64(total(b)-total(none)) / float64(total(a)-total(none))
	t.Logf("%d: %d calls, %d: %d calls, none: %d; ratio %.2f", small, total(a), large, total(b), total(none), ratio)
	for name, n := range b {
		t.Logf("%-12s %.2f for each environment", name, float64(n-none[name])/float64(large))
	}
	each := float64(total(b)-total(none)) / float64(large)
	t.Logf("%-12s %.2f for each environment", "all", each)
	if each > callsEach {
		t.Errorf("%.2f calls for each environment, the budget is %d", each, callsEach)
	}
	if ratio > growth {
		t.Errorf("ten times as many environments cost %.2f times as many calls", ratio)
	}
}

func filesCost(t *testing.T, n int) map[string]int {
	t.Helper()
	dir := t.TempDir()
	if n > 0 {
		dir = tree(t, n)
	}
	return syscalls(t, command(t, "list", dir))
}

// TestPeakAt1000 holds the memory of `venvd list DIR` at its peak, and of a daemon
// that is idle.
func TestPeakAt1000(t *testing.T) {
	dir := tree(t, 1000)
	if c := run(t, command(t, "list", dir)); c.peak > peakAt1000 {
		t.Errorf("venvd list: %d KiB at its peak, the budget is %d", c.peak, peakAt1000)
	} else {
		t.Logf("venvd list: %d KiB", c.peak)
	}
	d := serve(t, dir)
	defer d.end()
	pid := fmt.Sprint(d.cmd.Process.Pid)
	t.Logf("venvd serve: %d KiB at its peak, of them %d of the binary", procStatus(t, pid, "VmHWM"), procStatus(t, pid, "RssFile"))
	// What looking took is given back when nothing has changed for a while.
	now, end := procStatus(t, pid, "VmRSS"), time.Now().Add(quietLimit)
	for ; now > peakAt1000 && time.Now().Before(end); now = procStatus(t, pid, "VmRSS") {
		pass(sample)
	}
	t.Logf("venvd serve: %d KiB when idle", now)
	if now > peakAt1000 {
		t.Errorf("venvd serve: %d KiB when idle, the budget is %d", now, peakAt1000)
	}
}

// TestOverFloor compares a whole `venvd list DIR` with the bare calls, on the
// same tree, in turns, so that both meet the same load; the best of each.
func TestOverFloor(t *testing.T) {
	needLong(t)
	const n, rounds = 10_000, 5
	dir := tree(t, n)
	minor := base(t).Minor
	bare, ours := time.Duration(1<<62), time.Duration(1<<62)
	calls := 0
	for range rounds {
		start := time.Now()
		calls = floor(t, dir, n, minor)
		bare = min(bare, time.Since(start))
		ours = min(ours, run(t, command(t, "list", dir)).wall)
	}
	ratio := float64(ours) / float64(bare)
	t.Logf("%d environments: %v with venvd list, %v for %d bare calls (%.1f for each); ratio %.2f",
		n, ours, bare, calls, float64(calls)/n, ratio)
	if ratio > overFloor {
		t.Errorf("%.2f times the time of the bare system calls, the goal is %.1f", ratio, overFloor)
	}
}

// BenchmarkList gives wall, processor time and peak of `venvd list DIR` beside
// the bare calls, from a warm cache.
func BenchmarkList(b *testing.B) {
	sizes := []int{500, 1000}
	if long() {
		sizes = append(sizes, 10_000)
	}
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := tree(b, n)
			minor := base(b).Minor
			var wall, cpu, bare time.Duration
			peak := 0
			for b.Loop() {
				start := time.Now()
				floor(b, dir, n, minor)
				bare += time.Since(start)
				c := run(b, command(b, "list", dir))
				wall, cpu, peak = wall+c.wall, cpu+c.cpu, max(peak, c.peak)
			}
			each := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 / float64(b.N) }
			b.ReportMetric(each(wall), "wall-ms")
			b.ReportMetric(each(cpu), "cpu-ms")
			b.ReportMetric(each(bare), "floor-ms")
			b.ReportMetric(float64(wall)/float64(bare), "wall/floor")
			b.ReportMetric(float64(peak), "peak-KiB")
		})
	}
}

// floor makes the system calls that cannot be done without, one after the
// other, with nothing between them, and says how many they were: it lists every
// directory down to the programs of the environment, and that of its packages,
// reads the files that decide, and looks at the links of the interpreter.
func floor(tb testing.TB, top string, n int, minor string) int {
	f := bare{tb: tb, buf: make([]byte, 32<<10)}
	f.list(top)
	for i := range n {
		project := projectOf(top, i)
		if i%perGroup == 0 {
			f.list(filepath.Dir(project))
		}
		env := project + "/.venv"
		f.list(project)
		f.read(project + "/pyproject.toml")
		f.list(env)
		f.read(env + "/pyvenv.cfg")
		f.list(env + "/bin")
		f.read(env + "/bin/activate")
		for _, link := range []string{"/bin/python", "/bin/python3", "/bin/python" + minor} {
			f.link(env + link)
		}
		for _, path := range []string{env, env + "/bin/python"} {
			f.stat(path)
		}
		f.list(env + "/lib/python" + minor + "/site-packages")
	}
	return f.calls
}

// bare makes system calls and counts them.
type bare struct {
	tb    testing.TB
	buf   []byte
	calls int
}

func (f *bare) done(err error) {
	f.calls++
	if err != nil {
		f.tb.Fatal(err)
	}
}

func (f *bare) open(path string, flags int) int {
	fd, err := unix.Open(path, flags|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	f.done(err)
	return fd
}

func (f *bare) list(path string) {
	fd := f.open(path, unix.O_DIRECTORY)
	for {
		n, err := unix.Getdents(fd, f.buf)
		if f.done(err); n == 0 {
			break
		}
	}
	f.done(unix.Close(fd))
}

func (f *bare) read(path string) {
	fd := f.open(path, 0)
	for {
		n, err := unix.Read(fd, f.buf)
		if f.done(err); n == 0 {
			break
		}
	}
	f.done(unix.Close(fd))
}

func (f *bare) link(path string) {
	_, err := unix.Readlink(path, f.buf)
	f.done(err)
}

func (f *bare) stat(path string) {
	var st unix.Statx_t
	f.done(unix.Statx(unix.AT_FDCWD, strings.TrimSuffix(path, "/"), unix.AT_SYMLINK_NOFOLLOW, unix.STATX_BASIC_STATS|unix.STATX_BTIME, &st))
}
