package server

import (
	"testing"

	"github.com/venvd/venvd/internal/wire"
)

const (
	askFor = "workspace/configuration"
	// folderW holds both projects, so that one scan knows what a setting names.
	folderW = `"workspaceFolders":[{"uri":"file:///w","name":"w"}]`
)

// TestSettingsAreAskedFor: requests wait for the client's answer, and the
// answer wins key by key over initializationOptions.
func TestSettingsAreAskedFor(t *testing.T) {
	c := open(t, askedClient, folderW, `"initializationOptions":{"interpreter":"/w/p/.venv"}`)
	asked := c.told(askFor)
	same(t, asked.Params, "items.0.section", "venvd")
	same(t, asked.Params, "items.0.scopeUri", "file:///w")
	early := c.send(wire.MethodInterpreter, scopeP) // the client answers late
	c.reply(asked, `[{"interpreter":"/w/q/.venv"}]`)
	got := c.answer(early).Result
	same(t, got, "rule", "setting")
	same(t, got, "interpreter", interpreterQ)

	c.notify("workspace/didChangeConfiguration", `{"settings":null}`)
	after := c.send(wire.MethodSync, "{}") // behind the change
	c.reply(c.told(askFor), `[null]`)
	c.answer(after)
	same(t, c.want(wire.MethodInterpreter, scopeP), "interpreter", interpreterP)
	same(t, c.want(wire.MethodInterpreter, scopeP), "rule", "setting")
}

// TestSettingsAnsweredWrongly: initializationOptions stay, and what can be said
// about the answer is said.
func TestSettingsAnsweredWrongly(t *testing.T) {
	for _, answer := range []string{`[]`, `{"interpreter":"/w/q/.venv"}`, `null`, `[5]`, `[null,null]`} {
		c := open(t, askedClient, folderW, `"initializationOptions":{"interpreter":"/w/p/.venv"}`)
		c.reply(c.told(askFor), answer)
		got := c.want(wire.MethodInterpreter, scopeP)
		same(t, got, "interpreter", interpreterP)
		same(t, got, "rule", "setting")
	}
	c := open(t, askedClient, folderP)
	c.reply(c.told(askFor), `[{"interpretr":"x"}]`)
	same(t, c.told("window/showMessage").Params, "type", messageWarning)
}

// TestSettingsNeverAnswered: an error of the client, and its silence, leave
// what initialize said.
func TestSettingsNeverAnswered(t *testing.T) {
	c := open(t, askedClient, folderW, `"initializationOptions":{"interpreter":"/w/q/.venv"}`)
	c.told(askFor)
	// Nothing comes; the request is answered all the same.
	same(t, c.want(wire.MethodInterpreter, scopeP), "interpreter", interpreterQ)
}

// TestNeverInitialized: a client that forgets the notification is served.
func TestNeverInitialized(t *testing.T) {
	c := serve(t, nil)
	c.want("initialize", "{"+askedClient+","+folderP+"}")
	c.server.unaskedNow()
	same(t, c.want(wire.MethodInterpreter, scopeP), "interpreter", interpreterP)
}

// TestSettingsOfAClientThatIsNotAsked: they come along, and hold for a folder
// that is opened later too.
func TestSettingsOfAClientThatIsNotAsked(t *testing.T) {
	c := open(t, venvdClient, folderW)
	c.notify("workspace/didChangeConfiguration", `{"settings":{"venvd":{"interpreter":"/w/q/.venv"}}}`)
	c.want(wire.MethodSync, "{}")
	same(t, c.want(wire.MethodInterpreter, scopeP), "interpreter", interpreterQ)
	c.notify("workspace/didChangeConfiguration", `{"settings":{"python":{}}}`) // not about venvd
	c.notify("workspace/didChangeWorkspaceFolders", `{"event":{"added":[{"uri":"file:///w/p","name":"p"}],"removed":[]}}`)
	c.want(wire.MethodSync, "{}")
	same(t, c.want(wire.MethodInterpreter, scopeP), "interpreter", interpreterQ)
}

// TestDocumentsWaitForSettings: one that is opened before the client has
// answered belongs to the folder that is about to be opened, not to a folder
// of its own, which would stay.
func TestDocumentsWaitForSettings(t *testing.T) {
	c := open(t, askedClient, folderW)
	c.notify("textDocument/didOpen", `{"textDocument":{"uri":"file:///w/p/a.py"}}`)
	asked := c.told(askFor)
	if snap := c.app.Engine.Snapshot(); len(snap.Scopes) > 0 {
		t.Errorf("scopes are followed already: %v", snap.Scopes)
	}
	c.reply(asked, `[null]`)
	for range 2 {
		m := c.told(wire.NotifyInterpreterChanged)
		same(t, m.Params, "reason", "opened")
	}
	for _, p := range c.app.Engine.Snapshot().Projects {
		if p.Folder != "/w" {
			t.Errorf("project %s was found in %s", p.Root, p.Folder)
		}
	}
}
