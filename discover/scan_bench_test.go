//go:build linux

package discover

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// BenchmarkScan scans 1,000 and 10,000 environments, each in a project of its
// own, from a warm cache: first with nothing known, then again after one
// change, then unchanged. BenchmarkFloor makes the bare system calls that the
// first of these cannot do without.
func BenchmarkScan(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		w := manyProjects(b, n)
		b.Run(fmt.Sprintf("first/%d", n), func(b *testing.B) {
			before := w.Calls()
			for b.Loop() {
				mustScan(b, NewScanner(w, Options{Identities: true}), folderOf("/w"))
			}
			c := w.Calls().Sub(before)
			b.ReportMetric(float64(c.Total())/float64(b.N*n), "calls/env")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/env")
		})
		b.Run(fmt.Sprintf("first-without-identities/%d", n), func(b *testing.B) {
			for b.Loop() {
				mustScan(b, NewScanner(w, Options{}), folderOf("/w"))
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/env")
		})
		s := NewScanner(w, Options{Identities: true})
		mustScan(b, s, folderOf("/w"))
		b.Run(fmt.Sprintf("one-change/%d", n), func(b *testing.B) {
			q := folderOf("/w")
			q.Changed = []string{"/w/g000/p00003/.venv/pyvenv.cfg"}
			for b.Loop() {
				mustScan(b, s, q)
			}
		})
		b.Run(fmt.Sprintf("unchanged/%d", n), func(b *testing.B) {
			for b.Loop() {
				mustScan(b, s, folderOf("/w"))
			}
		})
	}
}

// BenchmarkRename renames the environment of one project to and fro and scans
// with the two names that a watcher would tell.
func BenchmarkRename(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := manyProjects(b, n)
			s := NewScanner(w, Options{Identities: true})
			q := folderOf("/w")
			mustScan(b, s, q)
			from, to := "/w/g000/p00000/.venv", "/w/g000/p00000/env"
			before := w.Calls()
			for b.Loop() {
				must(b, os.Rename(w.host(from), w.host(to)))
				q.Changed = []string{from, to}
				mustScan(b, s, q)
				from, to = to, from
			}
			b.ReportMetric(float64(w.Calls().Sub(before).Total())/float64(b.N), "calls")
		})
	}
}

// BenchmarkCount counts what lies below an environment with 2,000 directories and
// 10,000 files.
func BenchmarkCount(b *testing.B) {
	w := newWorld(b, "-- /w/e/pyvenv.cfg --\n")
	for i := range 2000 {
		dir := w.host(fmt.Sprintf("/w/e/lib/p%03d/m%d", i/10, i))
		must(b, os.MkdirAll(dir, 0o755))
		for j := range 5 {
			must(b, os.WriteFile(fmt.Sprintf("%s/f%d.py", dir, j), nil, 0o644))
		}
	}
	s := NewScanner(w, Options{})
	for b.Loop() {
		_, err := s.Count(b.Context(), "/w/e")
		must(b, err)
	}
}

// BenchmarkFloor lists the project, the environment and its programs, reads
// the two files that decide, and looks at the two links of the interpreter:
// with one worker and no work between the calls.
func BenchmarkFloor(b *testing.B) {
	const n = 1000
	w := manyProjects(b, n)
	b.ResetTimer()
	for b.Loop() {
		for i := range n {
			dir := w.host(fmt.Sprintf("/w/g%03d/p%05d", i/10, i))
			floor(b, dir)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/env")
}

func floor(b *testing.B, dir string) {
	env := dir + "/.venv"
	for _, d := range []string{dir, env, env + "/bin"} {
		_, err := os.ReadDir(d)
		must(b, err)
	}
	for _, f := range []string{dir + "/pyproject.toml", env + "/pyvenv.cfg", env + "/bin/activate"} {
		_, err := readFile(f, maxConfig, false)
		must(b, err)
	}
	var st unix.Stat_t
	for _, f := range []string{env, env + "/bin/python", env + "/bin/python3", env + "/lib/python3.11/site-packages"} {
		must(b, unix.Lstat(f, &st))
	}
	for _, f := range []string{env + "/bin/python", env + "/bin/python3"} {
		_, err := os.Readlink(f)
		must(b, err)
	}
}
