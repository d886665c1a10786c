package watcher

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// rawReader is inotify with nothing above it: one goroutine that reads. It stamps each
// read at once; the descriptor is in the runtime's poller.
type rawReader struct {
	file  *os.File
	times chan time.Time
}

func newRawReader(b *testing.B, dir string) *rawReader {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	must(b, err)
	_, err = unix.InotifyAddWatch(fd, dir, unix.IN_MOVED_TO)
	must(b, err)
	r := &rawReader{os.NewFile(uintptr(fd), "inotify"), make(chan time.Time, 64)}
	go func() {
		defer close(r.times)
		buf := make([]byte, 64<<10)
		for {
			n, err := r.file.Read(buf)
			if err != nil {
				return // closed
			}
			now := time.Now()
			for off := 0; off < n; { // one time for each event of the read
				r.times <- now
				off += unix.SizeofInotifyEvent + int(uint32(buf[off+12])|uint32(buf[off+13])<<8)
			}
		}
	}()
	return r
}

// BenchmarkLatency renames a directory and takes the time until both a plain inotify
// reader and the receiver of batches know, in the same run.
func BenchmarkLatency(b *testing.B) {
	top := b.TempDir()
	dir := filepath.Join(top, "dir")
	must(b, os.Mkdir(dir, 0o755))
	must(b, os.Mkdir(filepath.Join(dir, "0"), 0o755))
	w, err := New(Options{CookieDir: top})
	must(b, err)
	w.Want([]Want{{Path: dir}})
	<-w.Batches()
	raw := newRawReader(b, dir)
	heard := make(chan time.Time, 64)
	names := make(chan string, 1)
	go func() {
		defer close(heard)
		want := <-names
		for batch := range w.Batches() {
			if slices.Contains(batch.Changed, want) {
				heard <- time.Now()
				want = <-names
			}
		}
	}()
	var rawTook, ourTook []time.Duration
	i := 0
	for b.Loop() {
		from, to := filepath.Join(dir, fmt.Sprint(i)), filepath.Join(dir, fmt.Sprint(i+1))
		i++
		names <- to
		start := time.Now()
		must(b, os.Rename(from, to))
		rawTook = append(rawTook, (<-raw.times).Sub(start))
		ourTook = append(ourTook, (<-heard).Sub(start))
	}
	close(names)
	must(b, w.Close())
	must(b, raw.file.Close())
	for range raw.times {
		b.Log("an event too many")
	}
	for range heard {
		b.Log("a batch too many")
	}
	report(b, "raw", rawTook)
	report(b, "batch", ourTook)
}

func report(b *testing.B, name string, took []time.Duration) {
	slices.Sort(took)
	at := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Nanoseconds()) / 1e3 }
	b.ReportMetric(at(0.5), name+"-p50-µs")
	b.ReportMetric(at(0.99), name+"-p99-µs")
}

// BenchmarkArm arms and verifies 10,000 directories.
func BenchmarkArm(b *testing.B) {
	const n = 10_000
	top := b.TempDir()
	wants := make([]Want, n)
	for i := range wants {
		wants[i].Path = filepath.Join(top, fmt.Sprint(i%100), fmt.Sprint(i))
		must(b, os.MkdirAll(wants[i].Path, 0o755))
	}
	w, err := New(Options{CookieDir: top})
	must(b, err)
	token := uint64(0)
	sync := func() {
		token++
		w.Barrier(token)
		for !slices.Contains((<-w.Batches()).Synced, token) {
		}
	}
	var arm, verify, drop time.Duration
	timed := func(total *time.Duration, ask func()) {
		start := time.Now()
		ask()
		sync()
		*total += time.Since(start)
	}
	for b.Loop() {
		timed(&arm, func() { w.Want(wants) })
		timed(&verify, func() { w.Verify() })
		timed(&drop, func() { w.Want(nil) })
	}
	for name, total := range map[string]time.Duration{"arm": arm, "verify": verify, "drop": drop} {
		b.ReportMetric(float64(total.Milliseconds())/float64(b.N), name+"-ms/10000")
	}
	must(b, w.Close())
}

// BenchmarkIdentity is what every look costs.
func BenchmarkIdentity(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if _, err := IdentityOf(dir); err != nil {
			b.Fatal(err)
		}
	}
}
