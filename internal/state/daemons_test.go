package state

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

func TestDaemons(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	// A process of this host that has ended, for certain.
	dead := play(t, "nothing", dir, "")
	if err := dead.Run(); err == nil {
		t.Fatal("the process was to end with an error")
	}
	deadPID := dead.Process.Pid
	file := func(pid int) string { return filepath.Join(dir, daemonsName, strconv.Itoa(pid)+".json") }
	entry := func(pid int, host string, started time.Time) {
		write(t, file(pid), `{"version":1,"daemon":{"pid":`+strconv.Itoa(pid)+`,"host":`+jsonString(host)+`,"version":"v0","started":`+
			strconv.FormatInt(started.UnixMilli(), 10)+`}}`)
	}
	now := time.Now()
	entry(deadPID, host, now)
	entry(1<<30, "elsewhere", now)
	entry(1<<30+1, "elsewhere", now.Add(-2*foreignAge))
	write(t, file(1<<30+2), "broken")
	write(t, filepath.Join(dir, daemonsName, "notes.txt"), "mine")

	unregister, err := s.Register(t.Context(), "v1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	ds, err := s.Daemons()
	if err != nil || len(ds) != 2 || ds[0].PID != os.Getpid() || ds[0].Version != "v1.2.3" || ds[1].Host != "elsewhere" {
		t.Errorf("daemons: %+v, %v", ds, err)
	}
	want := 3 // ours, the one elsewhere, the notes
	if left := names(t, filepath.Join(dir, daemonsName)); len(left) != want {
		t.Errorf("left: %v", left)
	}
	for range 2 {
		if err := unregister(); err != nil {
			t.Error(err)
		}
	}
	if ds, err := s.Daemons(); err != nil || len(ds) != 1 {
		t.Errorf("after the end: %+v, %v", ds, err)
	}
}

func TestUnregisterLeavesAnothersEntry(t *testing.T) {
	s, _ := open(t, t.TempDir())
	unregister, err := s.Register(t.Context(), "v1")
	if err != nil {
		t.Fatal(err)
	}
	write(t, s.daemonPath(os.Getpid()), `{"version":1,"daemon":{"pid":`+strconv.Itoa(os.Getpid())+`,"host":"elsewhere","version":"v1","started":1}}`)
	if err := unregister(); err != nil {
		t.Error(err)
	}
	read(t, s.daemonPath(os.Getpid()))
}
