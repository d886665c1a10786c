package integration_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// patience is how long anything is waited for: far beyond what a loaded
// machine under the race detector needs, so that running out of it means that
// the awaited thing does not come.
const patience = 30 * time.Second

// stackTime is how long a process that hangs has to write its goroutines.
const stackTime = 3 * time.Second

var errDeadline = fmt.Errorf("nothing came within %v", patience)

// A client is one editor with its daemon: a process, and what was said.
type client struct {
	name  string
	cmd   *exec.Cmd
	plain bool // did not say experimental.venvd
	ready bool // initialize was answered

	send chan []byte // bytes to write; closed for end of input

	mu       sync.Mutex
	closed   bool          // send is closed
	changed  chan struct{} // closed and replaced whenever anything below changes
	stalled  bool
	replies  map[string]message
	orphans  []message // answers with a null id
	notes    []*note
	settings settings
	wrong    error // the first breach of the protocol that was seen
	stderr   bytes.Buffer
	exit     string // how the process ended; "" while it runs
	drained  bool   // all that it said was taken in
	hung     bool   // something was awaited in vain
	nextID   int
	lastGen  float64
}

// A note is one notification; used once a script has looked at it.
type note struct {
	message
	body any
	used bool
}

// startClient starts the daemon with pipes on all three streams.
func startClient(name string, cmd *exec.Cmd, plain bool) (*client, error) {
	c := &client{
		name: name, cmd: cmd, plain: plain,
		send: make(chan []byte, 1<<16), changed: make(chan struct{}), replies: map[string]message{},
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	// A pipe of our own: the end of the process is seen also by a client that
	// does not read.
	stdout, theirs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout = theirs
	cmd.Stderr = writerFunc(c.logged)
	// A grandchild that keeps stderr open must not keep the test waiting.
	cmd.WaitDelay = time.Second
	err = running.start(cmd)
	_ = theirs.Close() // the daemon has its own
	if err != nil {
		_ = stdout.Close()
		return nil, err
	}
	go c.write(stdin)
	go c.read(stdout)
	go c.wait()
	return c, nil
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func (c *client) logged(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stderr.Write(p)
}

// write is a goroutine of its own: a daemon that does not read must not block
// the script. A write error means that the daemon has ended, which read tells.
func (c *client) write(stdin io.WriteCloser) {
	for frame := range c.send {
		if _, err := stdin.Write(frame); err != nil {
			break
		}
	}
	for range c.send { // the process is gone; nothing more can be said
	}
	_ = stdin.Close()
}

// read takes in all that the daemon says until its end.
func (c *client) read(stdout io.ReadCloser) {
	defer stdout.Close()
	r := bufio.NewReader(stdout)
	for {
		c.notStalled()
		m, err := readFrame(r)
		if err != nil {
			if err != io.EOF {
				c.update(func() { c.breach(fmt.Errorf("stdout: %w", err)) })
				_, _ = io.Copy(io.Discard, r) // let the process end
			}
			break
		}
		c.received(m)
	}
	c.update(func() { c.drained = true })
}

// wait takes in how the daemon ended.
func (c *client) wait() {
	err := c.cmd.Wait()
	c.update(func() {
		c.exit = exitCode(c.cmd.ProcessState)
		if errors.Is(err, exec.ErrWaitDelay) {
			c.breach(errors.New("the daemon ended and left a process that holds its stderr"))
		}
	})
}

// update changes what the script's goroutine may be waiting for.
func (c *client) update(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *client) breach(err error) {
	if c.wrong == nil {
		c.wrong = err
	}
}

// notStalled blocks while the script has the client not reading.
func (c *client) notStalled() {
	for {
		c.mu.Lock()
		stalled, changed := c.stalled, c.changed
		c.mu.Unlock()
		if !stalled {
			return
		}
		<-changed
	}
}

// until waits until done, called under the lock, says so. It fails at the
// deadline, at a breach of the protocol, and when the daemon has ended
// although done does not wait for that.
func (c *client) until(done func() bool) error {
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		c.mu.Lock()
		ok, wrong, ended, changed := done(), c.wrong, c.exit != "" && c.drained, c.changed
		c.mu.Unlock()
		switch {
		case wrong != nil:
			return wrong
		case ok:
			return nil
		case ended:
			return fmt.Errorf("the daemon has ended (%s)", c.exit)
		}
		select {
		case <-changed:
		case <-deadline.C:
			c.update(func() { c.hung = true })
			return errDeadline
		}
	}
}

// request sends a request and returns its id; reply waits for the answer.
func (c *client) request(method string, params json.RawMessage) (string, error) {
	c.mu.Lock()
	c.nextID++
	id := fmt.Sprint(c.nextID)
	c.mu.Unlock()
	return id, c.say(map[string]any{"jsonrpc": "2.0", "id": json.RawMessage(id), "method": method}, params)
}

func (c *client) notify(method string, params json.RawMessage) error {
	return c.say(map[string]any{"jsonrpc": "2.0", "method": method}, params)
}

// say sends one message; params are left out when there are none.
func (c *client) say(m map[string]any, params json.RawMessage) error {
	if params != nil {
		m["params"] = params
	}
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return c.raw(frame(body))
}

// raw queues bytes for the daemon's stdin.
func (c *client) raw(data []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.enqueue(data)
}

// enqueue is raw for who holds the lock already; it never blocks.
func (c *client) enqueue(data []byte) error {
	if c.closed {
		return errors.New("stdin is closed already")
	}
	select {
	case c.send <- data:
		return nil
	default:
		return errors.New("the daemon does not read what it is told")
	}
}

// eof closes the daemon's stdin after all that was said.
func (c *client) eof() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.closed = true
		close(c.send)
	}
}

func (c *client) reply(id string) (message, error) {
	var m message
	err := c.until(func() bool {
		var ok bool
		m, ok = c.replies[id]
		return ok
	})
	return m, err
}

// ask is request and reply in one.
func (c *client) ask(method string, params json.RawMessage) (message, error) {
	id, err := c.request(method, params)
	if err != nil {
		return message{}, err
	}
	m, err := c.reply(id)
	if err != nil {
		return m, fmt.Errorf("%s: %w", method, err)
	}
	return m, nil
}

// end makes sure that nothing of the daemon is left.
func (c *client) end() {
	c.mu.Lock()
	hung := c.hung
	c.mu.Unlock()
	if hung {
		askForStacks(c.cmd)
		kill := time.AfterFunc(stackTime, func() { running.end(c.cmd) })
		defer kill.Stop()
	} else {
		running.end(c.cmd)
	}
	c.eof()
	c.update(func() { c.stalled = false })
	for {
		c.mu.Lock()
		gone, changed := c.exit != "" && c.drained, c.changed
		c.mu.Unlock()
		if gone {
			return
		}
		<-changed
	}
}

// transcript is what a failing test shows of the client.
func (c *client) transcript() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var b bytes.Buffer
	fmt.Fprintf(&b, "== client %q: daemon %s\n", c.name, map[bool]string{true: "runs", false: "ended: " + c.exit}[c.exit == ""])
	for _, n := range c.notes {
		fmt.Fprintf(&b, "push (looked at: %v) %s %s\n", n.used, n.Method, n.Params)
	}
	fmt.Fprintf(&b, "-- its stderr\n%s\n", c.stderr.String())
	return b.String()
}

// disaster finds what no daemon may ever write, whatever a script looked at.
func (c *client) disaster() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, mark := range []string{"WARNING: DATA RACE", "panic:", "fatal error:", "POISONED"} {
		if bytes.Contains(c.stderr.Bytes(), []byte(mark)) {
			return mark
		}
	}
	return ""
}
