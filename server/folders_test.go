package server

import (
	"strings"
	"testing"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

const changeFolders = "workspace/didChangeWorkspaceFolders"

func TestFoldersComeAndGo(t *testing.T) {
	c := open(t, venvdClient, folderP, `"initializationOptions":{"trusted":true}`)
	c.notify(changeFolders, `{"event":{"added":[{"uri":"file:///w/q","name":"q"},{"uri":"untitled:x","name":"x"}],"removed":[]}}`)
	c.refused(wire.MethodInterpreter, "{}", rpc.CodeInvalidParams, "several folders")
	if m := c.told("window/showMessage"); !strings.Contains(string(m.Params), "untitled:x") {
		t.Errorf("said %s", m.Params)
	}
	same(t, c.want(wire.MethodInterpreter, `{"uri":"file:///w/q"}`), "interpreter", interpreterQ)
	status := c.want(wire.MethodStatus, "{}")
	same(t, status, "folders.0.uri", "file:///w/p")
	same(t, status, "folders.1.uri", "file:///w/q")
	same(t, status, "folders.1.trusted", true)

	c.notify(changeFolders, `{"event":{"added":[],"removed":[{"uri":"file:///w/p","name":"p"}]}}`)
	same(t, c.want(wire.MethodInterpreter, "{}"), "interpreter", interpreterQ)
	if c.app.Engine.Snapshot().Scopes["/w/p"] != nil {
		t.Error("the removed folder is still followed")
	}
}

// TestFolderAddedIsAskedAbout: a request behind the notification waits for the
// client's answer about the new folder.
func TestFolderAddedIsAskedAbout(t *testing.T) {
	c := open(t, askedClient)
	c.notify(changeFolders, `{"event":{"added":[{"uri":"file:///w","name":"w"}],"removed":[]}}`)
	behind := c.send(wire.MethodInterpreter, `{"uri":"file:///w/q"}`)
	c.reply(c.told(askFor), `[{"interpreter":"/w/p/.venv"}]`)
	same(t, c.answer(behind).Result, "interpreter", interpreterP)
}

// TestFolderRemovedWhileAskedAbout: the late answer does not open it again.
func TestFolderRemovedWhileAskedAbout(t *testing.T) {
	c := open(t, askedClient, folderP)
	asked := c.told(askFor)
	c.notify(changeFolders, `{"event":{"added":[],"removed":[{"uri":"file:///w/p","name":"p"}]}}`)
	c.refused(wire.MethodInterpreter, "{}", rpc.CodeInvalidParams, "no folder is open")
	c.reply(asked, `[{}]`)
	c.want(wire.MethodDiscover, "{}")
	for _, p := range c.app.Engine.Snapshot().Projects {
		t.Errorf("%s is open", p.Folder)
	}
}

// TestPlainClientIsToldNothing: only standard LSP is sent to it.
func TestPlainClientIsToldNothing(t *testing.T) {
	c := open(t, plainClient, folderP)
	c.want(wire.MethodDiscover, "{}")
	c.want(wire.MethodSync, "{}")
	for _, m := range c.early {
		t.Errorf("sent %s", m.Method)
	}
}
