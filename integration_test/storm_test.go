package integration_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// TestCancelStorm asks from many sides at once and cancels a third: each
// request is answered once, with its result or as cancelled, and the daemon
// lives. VENVD_LONG=1 asks 8,000 times from each of 16 sides.
func TestCancelStorm(t *testing.T) {
	sides, calls := 16, 200
	if long() {
		calls = 8000
	}
	w := newWorld(t)
	project := filepath.Join(w.work, "p")
	if err := os.MkdirAll(filepath.Join(project, "src"), 0o755); err != nil {
		t.Fatal(err)
	}
	c, err := startClient("storm", w.command(binary, "serve"), false)
	if err != nil {
		t.Fatal(err)
	}
	defer c.end()
	if _, err := c.ask("initialize", openOptions{name: "storm", folders: []string{project}}.initialize()); err != nil {
		t.Fatal(err)
	}
	uri := json.RawMessage(`{"uri":"` + fileURI(filepath.Join(project, "src", "a.py")) + `"}`)
	methods := []string{"venvd/interpreter", "venvd/explain", "venvd/status", "venvd/discover"}

	var wg sync.WaitGroup
	failed := make(chan error, sides)
	for side := range sides {
		wg.Go(func() {
			for i := range calls {
				if err := oneOfStorm(c, methods[(side+i)%len(methods)], uri, i%3 == 0); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	if answer, err := c.ask("venvd/status", nil); err != nil || answer.Error != nil {
		t.Errorf("after the storm: %v %v\n%s", err, answer.Error, c.transcript())
	}
	if bad := c.disaster(); bad != "" {
		t.Errorf("the daemon's stderr tells of a %q\n%s", bad, c.transcript())
	}
}

// oneOfStorm asks once, and perhaps cancels at once.
func oneOfStorm(c *client, method string, params json.RawMessage, cancel bool) error {
	id, err := c.request(method, params)
	if err != nil {
		return err
	}
	if cancel {
		if err := c.notify("$/cancelRequest", json.RawMessage(`{"id":`+id+`}`)); err != nil {
			return err
		}
	}
	answer, err := c.reply(id)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if e := answer.Error; e != nil && (e.Code != -32800 || !cancel) {
		return fmt.Errorf("%s: %w", method, e)
	}
	return nil
}
