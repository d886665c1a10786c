package perf_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// daemon is a running `venvd serve` and its one client, which does no more than
// it must: what it costs itself is in what is measured.
type daemon struct {
	tb     testing.TB
	cmd    *exec.Cmd
	in     io.WriteCloser
	heard  chan heard
	nextID int
}

// heard is a message and the moment at which the last byte of it was read.
type heard struct {
	at     time.Time
	ID     *int            `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  json.RawMessage `json:"error"`
}

// spawn starts the daemon; it is ended with the test.
func spawn(tb testing.TB) *daemon {
	tb.Helper()
	d := &daemon{tb: tb, cmd: command(tb, "serve"), heard: make(chan heard, 4096)}
	var err error
	d.in, err = d.cmd.StdinPipe()
	must(tb, err)
	out, err := d.cmd.StdoutPipe()
	must(tb, err)
	must(tb, d.cmd.Start())
	go d.read(bufio.NewReader(out))
	return d
}

// serve starts a daemon that has looked at everything below dir.
func serve(tb testing.TB, dir string) *daemon {
	tb.Helper()
	d := spawn(tb)
	d.initialize(dir)
	d.notify("initialized", map[string]any{})
	d.ask("venvd/interpreter", map[string]any{"uri": uri(dir)}, nil)
	d.ask("venvd/sync", map[string]any{}, nil)
	return d
}

func (d *daemon) initialize(dir string) heard {
	d.tb.Helper()
	return d.ask("initialize", map[string]any{
		"processId":        nil,
		"capabilities":     map[string]any{"experimental": map[string]any{"venvd": true}},
		"workspaceFolders": []map[string]any{{"uri": uri(dir), "name": "work"}},
	}, nil)
}

// read ends with the daemon's stdout.
func (d *daemon) read(r *bufio.Reader) {
	defer close(d.heard)
	for {
		size := 0
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if line = strings.TrimSpace(line); line == "" {
				break
			}
			if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				size, _ = strconv.Atoi(value) // a wrong one makes the body no JSON
			}
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		h := heard{at: time.Now()}
		if json.Unmarshal(body, &h) != nil {
			return
		}
		d.heard <- h
	}
}

func (d *daemon) send(m map[string]any) {
	d.tb.Helper()
	m["jsonrpc"] = "2.0"
	body, err := json.Marshal(m)
	must(d.tb, err)
	_, err = fmt.Fprintf(d.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
	must(d.tb, err)
}

func (d *daemon) notify(method string, params any) {
	d.tb.Helper()
	d.send(map[string]any{"method": method, "params": params})
}

// await gives the first message that pick takes; others are passed over.
func (d *daemon) await(what string, pick func(heard) bool) heard {
	d.tb.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		select {
		case h, ok := <-d.heard:
			if !ok {
				d.tb.Fatalf("the daemon ended while %s was awaited", what)
			}
			if pick(h) {
				return h
			}
		case <-deadline.C:
			d.tb.Fatalf("%s did not come within %v", what, patience)
		}
	}
}

// ask waits for the answer and puts it into result, if that is not nil.
func (d *daemon) ask(method string, params, result any) heard {
	d.tb.Helper()
	d.nextID++
	id := d.nextID
	d.send(map[string]any{"id": id, "method": method, "params": params})
	h := d.await(method, func(h heard) bool { return h.Method == "" && h.ID != nil && *h.ID == id })
	if h.Error != nil {
		d.tb.Fatalf("%s: %s", method, h.Error)
	}
	if result != nil {
		must(d.tb, json.Unmarshal(h.Result, result))
	}
	return h
}

// end says goodbye in order and waits for the process.
func (d *daemon) end() {
	d.tb.Helper()
	d.ask("shutdown", nil, nil)
	d.notify("exit", nil)
	for range d.heard { // until stdout ends
	}
	must(d.tb, d.cmd.Wait())
}

// uri is exact for the plain paths that the trees of these tests have.
func uri(path string) string { return "file://" + filepath.ToSlash(path) }
