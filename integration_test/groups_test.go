package integration_test

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
)

// A groupSet knows every process group that the tests have going on, so that a
// run which is told to end takes them along.
type groupSet struct {
	mu   sync.Mutex
	live map[*exec.Cmd]bool
}

// running is the set of this test binary; its methods are safe from all tests.
var running = groupSet{live: map[*exec.Cmd]bool{}}

// start starts cmd, which ownGroup has prepared.
func (g *groupSet) start(cmd *exec.Cmd) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := cmd.Start(); err != nil {
		return err
	}
	g.live[cmd] = true
	return nil
}

// end kills what is left of cmd's group, once: a group that has ended may have
// given its number to another.
func (g *groupSet) end(cmd *exec.Cmd) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.live[cmd] {
		killGroup(cmd)
		delete(g.live, cmd)
	}
}

func (g *groupSet) endAll() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for cmd := range g.live {
		killGroup(cmd)
	}
}

// endOnSignal makes an interrupted run leave no process and no file behind.
func endOnSignal(dir string) {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go func() {
		s := <-told
		running.endAll()
		_ = os.RemoveAll(dir) // the run ends with an error in any case
		fmt.Fprintln(os.Stderr, "integration_test: ended by", s)
		os.Exit(1)
	}()
}
