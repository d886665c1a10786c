package server

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/state"
)

// hangGuard is when a test that waits for a message in vain is given up.
const hangGuard = 30 * time.Second

// machine has one base and two projects with an environment each.
const machine = `
-- /usr/bin/python3.11 0755 --
-- /usr/lib/python3.11/os.py --
-- /home/u/ --
-- /w/p/pyproject.toml --
-- /w/p/.venv/pyvenv.cfg --
home = /usr/bin
version = 3.11.2
-- /w/p/.venv/bin/activate --
-- /w/p/.venv/bin/python -> /usr/bin/python3.11 --
-- /w/p/.venv/lib/python3.11/site-packages/ --
-- /w/q/pyproject.toml --
-- /w/q/.venv/pyvenv.cfg --
home = /usr/bin
version = 3.11.2
-- /w/q/.venv/bin/activate --
-- /w/q/.venv/bin/python -> /usr/bin/python3.11 --
-- /w/q/.venv/lib/python3.11/site-packages/ --
`

// message is any message of the server.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Data    json.RawMessage `json:"data"`
	} `json:"error"`
}

// client is the other side of a server over pipes, with a real App over a made
// machine that nobody watches.
type client struct {
	testing.TB
	server *Server
	app    *app.App
	disk   string // where the machine lies
	in     *io.PipeWriter
	out    *bufio.Reader
	code   chan int
	last   int
	early  []message // read while another was waited for
}

// serve starts a server that has not been spoken to.
func serve(t testing.TB, change func(*Options)) *client {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the made machine has the paths of Linux")
	}
	disk := worldtest.Unpack(t, machine)
	elf := make([]byte, 256)
	copy(elf, "\x7fELF\x02\x01\x01")
	elf[18] = 62 // x86_64
	if err := os.WriteFile(filepath.Join(disk, "usr/bin/python3.11"), elf, 0o755); err != nil {
		t.Fatal(err)
	}
	world := &discover.World{Prefix: disk, OS: "linux", Home: "/home/u", Env: func(string) (string, bool) { return "", false }}
	store, err := state.Open(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	a := app.New(app.Options{World: world, Store: store})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { a.Run(ctx); close(ended) }()
	if err := a.Begin(ctx); err != nil {
		t.Fatal(err)
	}
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	o := Options{In: inR, Out: outW, App: a, Version: "1.2.3"}
	if change != nil {
		change(&o)
	}
	c := &client{TB: t, server: New(o), app: a, disk: disk, in: inW, out: bufio.NewReader(outR), code: make(chan int, 1)}
	go func() { c.code <- c.server.Run(ctx) }()
	guard := time.AfterFunc(hangGuard, func() { outR.CloseWithError(fmt.Errorf("no message for %v", hangGuard)) })
	t.Cleanup(func() {
		guard.Stop()
		cancel()
		inW.Close()
		outR.Close()
		<-ended
	})
	return c
}

// venvdClient and configured clients say so in their capabilities.
const (
	plainClient  = `"capabilities":{}`
	venvdClient  = `"capabilities":{"experimental":{"venvd":true}}`
	askedClient  = `"capabilities":{"workspace":{"configuration":true},"experimental":{"venvd":true}}`
	folderP      = `"workspaceFolders":[{"uri":"file:///w/p","name":"p"}]`
	scopeP       = `{"uri":"file:///w/p/a.py"}`
	interpreterP = "/w/p/.venv/bin/python"
	interpreterQ = "/w/q/.venv/bin/python"
)

// open starts a server and initializes it.
func open(t testing.TB, members ...string) *client {
	t.Helper()
	c := serve(t, nil)
	c.want("initialize", "{"+strings.Join(members, ",")+"}")
	c.notify("initialized", "{}")
	return c
}

func (c *client) write(body string) {
	c.Helper()
	if _, err := fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		c.Fatalf("the server does not read: %v", err)
	}
}

func (c *client) notify(method, params string) {
	c.Helper()
	c.write(fmt.Sprintf(`{"jsonrpc":"2.0","method":%q,"params":%s}`, method, params))
}

// send sends a request and gives its id.
func (c *client) send(method, params string) string {
	c.Helper()
	c.last++
	c.write(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, c.last, method, params))
	return strconv.Itoa(c.last)
}

// next gives the next message in the order of the wire.
func (c *client) next() message {
	c.Helper()
	header, err := textproto.NewReader(c.out).ReadMIMEHeader()
	if err != nil {
		c.Fatalf("no message: %v", err)
	}
	n, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil {
		c.Fatal(err)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(c.out, body); err != nil {
		c.Fatal(err)
	}
	var m message
	if err := json.Unmarshal(body, &m); err != nil {
		c.Fatal(err)
	}
	return m
}

// find gives the first message that fits, of those not given yet.
func (c *client) find(fits func(message) bool) message {
	c.Helper()
	for i, m := range c.early {
		if fits(m) {
			c.early = append(c.early[:i], c.early[i+1:]...)
			return m
		}
	}
	for {
		m := c.next()
		if fits(m) {
			return m
		}
		c.early = append(c.early, m)
	}
}

// answer gives the answer to a request.
func (c *client) answer(id string) message {
	c.Helper()
	return c.find(func(m message) bool { return m.Method == "" && string(m.ID) == id })
}

// told gives the next notification or request of that name.
func (c *client) told(method string) message {
	c.Helper()
	return c.find(func(m message) bool { return m.Method == method })
}

// want sends a request and gives its result.
func (c *client) want(method, params string) json.RawMessage {
	c.Helper()
	m := c.answer(c.send(method, params))
	if m.Error != nil {
		c.Fatalf("%s: %d %s", method, m.Error.Code, m.Error.Message)
	}
	return m.Result
}

// refused sends a request and wants that error.
func (c *client) refused(method, params string, code int, part string) message {
	c.Helper()
	m := c.answer(c.send(method, params))
	if m.Error == nil || m.Error.Code != code || !strings.Contains(m.Error.Message, part) {
		c.Fatalf("%s %s: got %s %+v, want code %d with %q", method, params, m.Result, m.Error, code, part)
	}
	return m
}

// reply answers a request of the server.
func (c *client) reply(m message, result string) {
	c.Helper()
	c.write(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":%s}`, m.ID, result))
}

// field reads a member, such as "selection.rule".
func field(t testing.TB, raw json.RawMessage, path string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	for name := range strings.SplitSeq(path, ".") {
		if list, ok := v.([]any); ok {
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(list) {
				t.Fatalf("%s has no %s", raw, path)
			}
			v = list[i]
			continue
		}
		v = v.(map[string]any)[name]
	}
	return v
}

func same(t testing.TB, raw json.RawMessage, path string, want any) {
	t.Helper()
	if got := field(t, raw, path); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s is %v, want %v, in %s", path, got, want, raw)
	}
}
