package state

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func play(t *testing.T, role, dir, from string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "STATE_TEST_ROLE="+role, "STATE_TEST_DIR="+dir, "STATE_TEST_FROM="+from)
	cmd.Stderr = os.Stderr
	return cmd
}

// A writer that is killed at any moment leaves what it last said it had stored,
// or the next: whole, unlocked, and with nothing lying about after the next
// start.
func TestKilledWriterLeavesOldOrNew(t *testing.T) {
	dir := t.TempDir()
	last := int64(0)
	for range 200 {
		cmd := play(t, "writer", dir, strconv.FormatInt(last+1, 10))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(out)
		for range rand.IntN(4) {
			if sc.Scan() {
				last, _ = strconv.ParseInt(sc.Text(), 10, 64)
			}
		}
		spin(rand.IntN(20_000))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for sc.Scan() { // said before the kill arrived
			last, _ = strconv.ParseInt(sc.Text(), 10, 64)
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer ended by itself")
		}
		last = checkWhole(t, dir, last)
	}
	if last < 200 {
		t.Errorf("only %d writes were seen in 200 rounds", last)
	}
}

// spin spends a little time, so that the kill comes anywhere in a write.
func spin(n int) {
	for i := range n {
		_ = strconv.Itoa(i)
	}
}

func checkWhole(t *testing.T, dir string, said int64) int64 {
	t.Helper()
	s, logs := open(t, dir)
	cs, _ := s.Choices()
	if logs.Len() > 0 {
		t.Fatalf("after a kill: %v", logs.All())
	}
	for _, name := range names(t, dir) {
		if name != choicesName && name != lockName {
			t.Fatalf("after a kill and a start %s is left", name)
		}
	}
	if said == 0 && len(cs) == 0 {
		return 0
	}
	if len(cs) != 1 || cs[0].Prefix != longPrefix || cs[0].ID != fmt.Sprintf("id-%d", cs[0].Since) {
		t.Fatalf("after a kill there are %d choices, or not what was stored", len(cs))
	}
	// The kill may come between the rename and the saying of it.
	if got := cs[0].Since; got != said && got != said+1 {
		t.Fatalf("%d is stored; %d was said to be", got, said)
	}
	return cs[0].Since
}

func TestFiftyProcessesLoseNothing(t *testing.T) {
	dir := t.TempDir()
	processes := 50
	if raceEnabled {
		processes = 10 // each change is ten times as long, and the other processes are not watched
	}
	var cmds []*exec.Cmd
	var starts []func() error
	for i := range processes {
		cmd := play(t, "chooser", dir, strconv.Itoa(i))
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || strings.TrimSpace(line) != "ready" {
			t.Fatalf("process %d said %q, %v", i, line, err)
		}
		cmds, starts = append(cmds, cmd), append(starts, in.Close)
	}
	for _, start := range starts {
		if err := start(); err != nil {
			t.Error(err)
		}
	}
	for i, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Errorf("process %d: %v", i, err)
		}
	}
	s, _ := open(t, dir)
	if cs, _ := s.Choices(); len(cs) != processes*20 {
		t.Errorf("%d choices are stored, want %d", len(cs), processes*20)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*corrupt*")); len(left) > 0 {
		t.Errorf("moved aside: %v", left)
	}
}
