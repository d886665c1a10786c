package perf_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// What looking may cost beside the closest peer, in the same run on the same
// files: the whole machine, and 1,000 environments in one place.
const (
	machineShare = 1.0 / 3
	placeShare   = 1.0 / 5
)

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
// end, in turns, so that both meet the same load; the best of each.
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
		share      float64
	}{
		{"the whole machine", person, []string{"find", "-j"}, []string{"list", "--json"}, machineShare},
		{"1,000 in a central store", home, []string{"find", "-j"}, []string{"list", "--json"}, placeShare},
		{"1,000 in one folder", t.TempDir(), []string{"find", "-j", "-w", envs}, []string{"list", "--json", envs}, placeShare},
	} {
		t.Run(c.what, func(t *testing.T) {
			theirs, ours := cost{wall: time.Hour, cpu: time.Hour}, cost{wall: time.Hour, cpu: time.Hour}
			for range 10 {
				theirs = best(theirs, run(t, inHome(exec.Command(program, c.peer...), c.home)))
				ours = best(ours, run(t, inHome(exec.Command(binary, c.ours...), c.home)))
			}
			wall, cpu := float64(ours.wall)/float64(theirs.wall), float64(ours.cpu)/float64(theirs.cpu)
			t.Logf("wall %v beside %v: %.2f; processor %v beside %v: %.2f; peak %d beside %d KiB",
				ours.wall, theirs.wall, wall, ours.cpu, theirs.cpu, cpu, ours.peak, theirs.peak)
			if wall > c.share || cpu > c.share {
				t.Errorf("the goal is %.2f of the peer's wall and processor time", c.share)
			}
		})
	}
}

func best(a, b cost) cost {
	return cost{min(a.wall, b.wall), min(a.cpu, b.cpu), max(a.peak, b.peak)}
}
