package discover

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// command is one program to run, and nothing that is not named here reaches it.
type command struct {
	path string // absolute
	args []string
	dir  string
	env  []string
}

// errSlow ends a program that has not answered in time.
var errSlow = errors.New("it gave no answer in time")

// child is a program that runs, in a group of its own with all that it starts.
type child struct {
	cmd  *exec.Cmd
	out  io.Reader
	errs *firstBytes

	mu    sync.Mutex // held while the group is killed: see end
	group group
	over  bool
}

// start runs a program without a terminal, with nothing on its standard input.
// Where the system can do so it dies with the thread that calls start, so the
// caller stays on it until answer has returned.
func (c command) start() (*child, error) {
	ch := &child{cmd: exec.Command(c.path, c.args...), errs: &firstBytes{max: askErrors}}
	// Nothing is looked up for an absolute path; what is not one is an error here
	// and no question of PATH.
	ch.cmd.Path, ch.cmd.Err = c.path, nil
	ch.cmd.Dir = c.dir
	ch.cmd.Env = append([]string{}, c.env...) // nil would hand on the environment of this process
	ch.cmd.Stderr = ch.errs
	ch.cmd.SysProcAttr = ownGroup()
	ch.cmd.WaitDelay = askDrain
	var err error
	if ch.out, err = ch.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := ch.cmd.Start(); err != nil {
		return nil, err
	}
	if ch.group, err = groupOf(ch.cmd.Process.Pid); err != nil {
		// What cannot be ended with its children is not let run.
		return nil, errors.Join(err, ch.cmd.Process.Kill(), ch.cmd.Wait())
	}
	return ch, nil
}

// answer gives the first line that the program says, and returns when it has
// ended: with its answer, at the limit, with ctx, or when it says too much. None
// of its group is left then.
func (c *child) answer(ctx context.Context, limit time.Duration) ([]byte, error) {
	type said struct {
		line []byte
		err  error
	}
	lines := make(chan said, 1)
	go func() {
		line, err := readFirstLine(c.out, askOutput)
		lines <- said{line, err}
	}()
	slow := time.NewTimer(limit)
	defer slow.Stop()
	var s said
	select {
	case s = <-lines:
	case <-slow.C:
		s.err = errSlow
	case <-ctx.Done():
		s.err = context.Cause(ctx)
	}
	ended := c.end()
	if errors.Is(s.err, io.EOF) {
		s.err = fmt.Errorf("it ended without an answer%s", c.lastWords(ended))
	}
	return s.line, s.err
}

// kill ends the program with its children, at once. It may be called at any time
// and does not wait.
func (c *child) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.over {
		c.group.kill()
	}
}

// end kills what is left and waits until the program is gone. The group is
// killed before its leader is waited for: as long as nobody has, its number is
// not given to another process.
func (c *child) end() error {
	c.mu.Lock()
	c.group.kill()
	c.over = true
	c.mu.Unlock()
	err := c.cmd.Wait()
	c.group.close()
	return err
}

// lastWords gives, for the log, the last line that the program has complained
// with, else how it ended.
func (c *child) lastWords(ended error) string {
	lines := strings.Split(strings.TrimSpace(string(c.errs.taken())), "\n")
	if last := lines[len(lines)-1]; last != "" {
		return fmt.Sprintf(": %.200q", last)
	}
	if ended != nil {
		return ": " + ended.Error()
	}
	return ""
}

// readFirstLine reads up to the end of the first line, or of all. It never holds
// more than max bytes, and reads on until then whatever comes.
func readFirstLine(r io.Reader, max int) ([]byte, error) {
	buf := make([]byte, 0, 1024)
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), max)])
		buf = buf[:len(buf)+n]
		if i := bytes.IndexByte(buf, '\n'); i >= 0 {
			return buf[:i], nil
		}
		switch {
		case err != nil && len(bytes.TrimSpace(buf)) > 0 && errors.Is(err, io.EOF):
			return buf, nil
		case err != nil:
			return nil, io.EOF // closed by its end, or because it was ended
		case len(buf) >= max:
			return nil, fmt.Errorf("it said more than %d KiB", max>>10)
		}
	}
}

// firstBytes keeps the first of what is written and lets the rest go by.
type firstBytes struct {
	max int
	mu  sync.Mutex
	buf []byte
}

func (f *firstBytes) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.buf = append(f.buf, p[:min(len(p), f.max-len(f.buf))]...)
	return len(p), nil
}

func (f *firstBytes) taken() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.buf
}
