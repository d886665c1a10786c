//go:build unix

package discover

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// hung is when a test gives up what should have ended long before.
const hung = 20 * time.Second

// scriptIn writes a shell script, which stands for an interpreter here: what a
// program is does not matter to what runs it.
func scriptIn(t *testing.T, text string) command {
	t.Helper()
	// Read and not run: what another test has forked keeps a file open for writing
	// for a moment, and such a file cannot be run.
	path := filepath.Join(t.TempDir(), "program")
	must(t, os.WriteFile(path, []byte(text), 0o644))
	return command{path: "/bin/sh", args: []string{path}, dir: "/", env: []string{"LC_ALL=C"}}
}

// runToEnd runs a program to its end and checks that nothing of its group is left.
func runToEnd(t *testing.T, ctx context.Context, c command, limit time.Duration) (string, error) {
	t.Helper()
	began := time.Now()
	ch, err := c.start()
	must(t, err)
	line, err := ch.answer(ctx, limit)
	if took := time.Since(began); took > limit+hung/4 {
		t.Errorf("it took %v", took)
	}
	groupIsGone(t, int(ch.group))
	return string(line), err
}

// groupIsGone waits until no process of a group is left.
func groupIsGone(t *testing.T, pgid int) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	guard := time.After(hung)
	for {
		if errors.Is(syscall.Kill(-pgid, 0), syscall.ESRCH) || onlyDead(pgid) {
			return
		}
		select {
		case <-tick.C:
		case <-guard:
			t.Fatalf("processes of the group %d are left", pgid)
		}
	}
}

// onlyDead reports whether all that is left of a group has ended and only was not
// waited for yet, which is for init to do; false where /proc does not tell.
func onlyDead(pgid int) bool {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(stats) == 0 {
		return false
	}
	for _, name := range stats {
		data, err := os.ReadFile(name)
		if err != nil {
			continue // it is gone
		}
		_, rest, _ := strings.Cut(string(data), ") ") // state, parent, group: proc(5)
		if f := strings.Fields(rest); len(f) > 2 && f[2] == strconv.Itoa(pgid) && f[0] != "Z" && f[0] != "X" {
			return false
		}
	}
	return true
}

func TestRunAnswers(t *testing.T) {
	for name, tt := range map[string]struct{ script, want string }{
		"a line":              {"echo answer", "answer"},
		"without an end":      {"printf answer", "answer"},
		"and more":            {"echo answer; echo more; sleep 600", "answer"},
		"with complaints":     {"echo oh >&2; echo answer", "answer"},
		"with many of them":   {"head -c 3000000 /dev/zero >&2; echo answer", "answer"},
		"in pieces":           {"printf an; printf swer; echo", "answer"},
		"and fails":           {"echo answer; exit 3", "answer"},
		"with a child beside": {"sleep 600 & echo answer", "answer"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := runToEnd(t, t.Context(), scriptIn(t, tt.script), hung); got != tt.want || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestRunFails(t *testing.T) {
	const short = 300 * time.Millisecond
	for name, tt := range map[string]struct {
		script string
		limit  time.Duration
		want   string
	}{
		"nothing":               {"exit 0", hung, "ended without an answer"},
		"nothing and a code":    {"exit 7", hung, "without an answer"},
		"nothing but an error":  {"echo one >&2; echo no encodings >&2; exit 1", hung, `: "no encodings"`},
		"it ends itself":        {"kill -KILL $$", hung, "without an answer"},
		"it hangs":              {"sleep 600", short, errSlow.Error()},
		"it ignores signals":    {"trap '' TERM INT HUP PIPE; while :; do sleep 600; done", short, errSlow.Error()},
		"it closes its output":  {"exec >&-; sleep 600", hung, "without an answer"},
		"a child holds it":      {"sleep 600 & exit 0", short, errSlow.Error()},
		"children of children":  {"(sleep 600 & sleep 600) & (sleep 600) & wait", short, errSlow.Error()},
		"endless output":        {"while :; do printf 0123456789012345678901234567890123456789; done", hung, "more than 64 KiB"},
		"a long line":           {"head -c 70000 /dev/zero; sleep 600", hung, "more than 64 KiB"},
		"empty lines are lines": {"echo; sleep 600", hung, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := runToEnd(t, t.Context(), scriptIn(t, tt.script), tt.limit)
			wantRefusal(t, err, tt.want)
		})
	}
}

// TestRunIsEnded: by who asked for it, at once and with its children.
func TestRunIsEnded(t *testing.T) {
	// Its first line is withheld, so that it is known to run by the file it makes.
	sign := filepath.Join(t.TempDir(), "sign")
	wait := "sleep 600 & mkfifo " + sign + "; echo up > " + sign + "; wait"
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("enough")
		go func() { awaitFifo(sign); cancel(why) }()
		if _, err := runToEnd(t, ctx, scriptIn(t, wait), hung); !errors.Is(err, why) {
			t.Errorf("got %v", err)
		}
	})
	must(t, os.Remove(sign))
	t.Run("killed", func(t *testing.T) {
		ch, err := scriptIn(t, wait).start()
		must(t, err)
		go func() { awaitFifo(sign); ch.kill() }()
		if _, err := ch.answer(t.Context(), hung); err == nil {
			t.Error("it has answered")
		}
		groupIsGone(t, int(ch.group))
		ch.kill() // of what has ended: nothing happens
	})
}

// awaitFifo returns when somebody has written to the pipe at a path, which need
// not be there yet.
func awaitFifo(path string) {
	for range time.Tick(time.Millisecond) {
		if _, err := os.ReadFile(path); err == nil {
			return
		}
	}
}

// TestRunIsAlone: what the program has of this process.
func TestRunIsAlone(t *testing.T) {
	for _, name := range []string{"PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "LD_PRELOAD_", "LD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES", "VIRTUAL_ENV", "CONDA_PREFIX", "PATH_", "HOME_"} {
		t.Setenv(name, "/evil")
	}
	c := scriptIn(t, `/usr/bin/env -u _ -u SHLVL -u PWD -u OLDPWD | tr '\n' ' '; pwd | tr '\n' ' '; wc -c; `)
	c.env = newAskRules(&World{OS: "linux", Env: os.LookupEnv}, nil).command(c.path, []Unknown{{}}).env
	got, err := runToEnd(t, t.Context(), c, hung)
	if fields := strings.Fields(got); err != nil || !slices.Equal(fields, []string{"LC_ALL=C", "/", "0"}) {
		t.Errorf("it sees %q, %v", got, err)
	}
	c.env = nil
	if got, err := runToEnd(t, t.Context(), c, hung); err != nil || strings.Contains(got, "evil") {
		t.Errorf("without variables it sees %q, %v", got, err)
	}
	// Its own group and session: no terminal, and no signal meant for this process.
	ch, err := scriptIn(t, "sleep 600").start()
	must(t, err)
	pid := ch.cmd.Process.Pid
	group, err1 := unix.Getpgid(pid)
	session, err2 := unix.Getsid(pid)
	if group != pid || session != pid || int(ch.group) != pid {
		t.Errorf("%d has the group %d and the session %d, %v, %v", pid, group, session, err1, err2)
	}
	ch.kill()
	if _, err := ch.answer(t.Context(), hung); err == nil {
		t.Error("it has answered")
	}
}

func TestRunCannotStart(t *testing.T) {
	for _, c := range []command{{path: filepath.Join(t.TempDir(), "none"), dir: "/"}, {path: "sh", dir: "/"}} {
		if _, err := c.start(); err == nil {
			t.Errorf("%s was started", c.path)
		}
	}
}
