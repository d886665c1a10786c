package integration_test

import (
	"encoding/json"
	"fmt"
	"strings"
)

// settings are what the client answers to workspace/configuration.
type settings struct {
	known    bool           // the client said that it can be asked
	refuse   bool           // it answers every question with an error
	fallback any            // for a scope without its own
	byFolder map[string]any // by path
}

// received sorts one message by what it is. Runs on the reading goroutine.
func (c *client) received(m message) {
	hasID := len(m.ID) > 0 && string(m.ID) != "null"
	c.update(func() {
		switch {
		case m.Method == "" && hasID:
			if _, twice := c.replies[string(m.ID)]; twice {
				c.breach(fmt.Errorf("request %s was answered twice", m.ID))
			}
			c.replies[string(m.ID)] = m
			if m.Error != nil && m.Error.Code == 0 {
				c.breach(fmt.Errorf("an error without a code: %s", m.Error.Message))
			}
		case m.Method == "":
			c.orphans = append(c.orphans, m)
		case hasID:
			c.answer(m)
		default:
			c.pushed(m)
		}
	})
}

// pushed keeps a notification and holds it against the protocol.
func (c *client) pushed(m message) {
	n := &note{message: m}
	if err := json.Unmarshal(m.Params, &n.body); err != nil && len(m.Params) > 0 {
		c.breach(fmt.Errorf("%s: %w", m.Method, err))
	}
	c.notes = append(c.notes, n)
	if c.plain && strings.HasPrefix(m.Method, "venvd/") {
		c.breach(fmt.Errorf("%s was pushed to a client that did not ask for it", m.Method))
	}
	if err := checkContract(m.Method, n.body); err != nil {
		c.breach(err)
	}
	if g, err := getPath(n.body, ".generation"); err == nil && strings.HasPrefix(m.Method, "venvd/") {
		if g, ok := g.(float64); !ok || g < c.lastGen {
			c.breach(fmt.Errorf("%s: generation went from %v back to %v", m.Method, c.lastGen, g))
		} else {
			c.lastGen = g
		}
	}
}

// answer plays the editor's part in the requests that a daemon may make.
func (c *client) answer(m message) {
	reply := map[string]any{"jsonrpc": "2.0", "id": m.ID}
	switch m.Method {
	case "workspace/configuration":
		if !c.settings.known {
			c.breach(fmt.Errorf("workspace/configuration was asked of a client that cannot answer it"))
		}
		if c.settings.refuse {
			reply["error"] = map[string]any{"code": -32603, "message": "no settings today"}
		} else {
			reply["result"] = c.settings.answers(m.Params)
		}
	case "window/workDoneProgress/create", "client/registerCapability", "client/unregisterCapability":
		reply["result"] = nil
	case "workspace/applyEdit":
		reply["result"] = map[string]any{"applied": true}
	case "workspace/codeLens/refresh", "workspace/diagnostic/refresh":
		reply["result"] = nil
	default: // window/showMessageRequest among them: the daemon asks the person nothing
		c.breach(fmt.Errorf("the daemon asked %s, which the protocol does not know", m.Method))
		reply["error"] = map[string]any{"code": -32601, "message": "not known"}
	}
	body, err := json.Marshal(reply)
	if err != nil {
		c.breach(err)
		return
	}
	if err := c.enqueue(frame(body)); err != nil && !c.closed {
		c.breach(err)
	}
}

// answers gives one answer for each item asked, in order.
func (s *settings) answers(params json.RawMessage) []any {
	var asked struct {
		Items []struct {
			ScopeURI string `json:"scopeUri"`
			Section  string `json:"section"`
		} `json:"items"`
	}
	if json.Unmarshal(params, &asked) != nil {
		return nil // the daemon will say that this is no answer
	}
	result := make([]any, 0, len(asked.Items))
	for _, item := range asked.Items {
		answer, ok := s.byFolder[pathOf(item.ScopeURI)]
		if !ok {
			answer = s.fallback
		}
		if item.Section != "venvd" {
			answer = nil
		}
		result = append(result, answer)
	}
	return result
}
