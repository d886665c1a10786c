package perf_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The goals: what looking should cost of what it costs the closest peer, in wall and
// processor time, in the same run on the same files. For 1,000 environments in one
// folder it is beyond reach: the bare system calls that they take are a quarter of the
// peer's processor time, for the peer looks at the interpreter alone. A goal that is
// missed is told.
const (
	machineShare = 1.0 / 3
	placeShare   = 1.0 / 5
)

// share is what was reached, with a little room for noise: more is a step back.
type share struct{ wall, cpu float64 }

// peer gives the closest peer, which the tests find beside the project.
func peer(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("VENVD_PEERS")
	if dir == "" {
		tb.Skip("VENVD_PEERS does not say where the peers are")
	}
	path := filepath.Join(dir, "pet-0.1.0-linux-x64")
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("the closest peer is not there: %v", err)
	}
	return path
}

// TestBesidePeer compares the whole of both commands, from their start to their
// end, in turns, so that both meet the same load; the best of twenty each.
func TestBesidePeer(t *testing.T) {
	needLong(t)
	program := peer(t)
	home := t.TempDir()
	envs := filepath.Join(home, ".virtualenvs")
	python := base(t)
	for i := range 1000 {
		venv(t, python, filepath.Join(envs, fmt.Sprintf("e%04d", i)))
	}
	inHome := func(cmd *exec.Cmd, home string) *exec.Cmd {
		cmd.Env = []string{"HOME=" + home, "PATH=/usr/local/bin:/usr/bin:/bin", "PYENV_ROOT=" + os.Getenv("PYENV_ROOT")}
		return cmd
	}
	person := os.Getenv("HOME")
	for _, c := range []struct {
		what       string
		home       string
		peer, ours []string
		goal       float64
		share      share
	}{
		{"the whole machine", person, []string{"find", "-j"}, []string{"list", "--json"}, machineShare, share{machineShare, machineShare}},
		{"1,000 in a central store", home, []string{"find", "-j"}, []string{"list", "--json"}, placeShare, share{0.25, 0.25}},
		{"1,000 in one folder", t.TempDir(), []string{"find", "-j", "-w", envs}, []string{"list", "--json", envs}, placeShare, share{0.4, 0.65}},
	} {
		t.Run(c.what, func(t *testing.T) {
			theirs, ours := cost{wall: time.Hour, cpu: time.Hour}, cost{wall: time.Hour, cpu: time.Hour}
			for range 20 {
				theirs = best(theirs, run(t, inHome(exec.Command(program, c.peer...), c.home)))
				ours = best(ours, run(t, inHome(exec.Command(binary, c.ours...), c.home)))
			}
			wall, cpu := float64(ours.wall)/float64(theirs.wall), float64(ours.cpu)/float64(theirs.cpu)
			t.Logf("wall %v beside %v: %.2f; processor %v beside %v: %.2f; peak %d beside %d KiB",
				ours.wall, theirs.wall, wall, ours.cpu, theirs.cpu, cpu, ours.peak, theirs.peak)
			if wall > c.goal || cpu > c.goal {
				t.Logf("the goal of %.2f is missed", c.goal)
			}
			if wall > c.share.wall || cpu > c.share.cpu {
				t.Errorf("it was within %.2f and %.2f before", c.share.wall, c.share.cpu)
			}
		})
	}
}

func best(a, b cost) cost {
	return cost{min(a.wall, b.wall), min(a.cpu, b.cpu), max(a.peak, b.peak)}
}
