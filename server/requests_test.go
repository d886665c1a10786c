package server

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// TestTableAgrees: what is documented is what is served, row by row.
func TestTableAgrees(t *testing.T) {
	c := serve(t, nil)
	rows := map[string]rpc.Method{}
	for _, m := range c.server.methods() {
		rows[m.Name] = m
	}
	for _, doc := range wire.Methods() {
		row, ok := rows[doc.Name]
		if doc.Kind == wire.Notification {
			if ok {
				t.Errorf("%s is sent by the daemon, and there is a row that takes it", doc.Name)
			}
			continue
		}
		if !ok || row.Kind.String() != string(doc.Kind) {
			t.Errorf("%s is documented as a %s and served as %v (%v)", doc.Name, doc.Kind, row.Kind, ok)
			continue
		}
		if got, want := typeName(row.Params), nameOf(doc.Params); got != want {
			t.Errorf("%s takes %s, documented %s", doc.Name, got, want)
		}
		if got, want := typeName(row.Result), nameOf(doc.Result); got != want {
			t.Errorf("%s gives %s, documented %s", doc.Name, got, want)
		}
		delete(rows, doc.Name)
	}
	for name := range rows {
		if len(name) > 6 && name[:6] == "venvd/" {
			t.Errorf("%s is served and not documented", name)
		}
	}
}

func TestInitializeAnswer(t *testing.T) {
	c := serve(t, nil)
	got := c.want("initialize", "{"+venvdClient+"}")
	same(t, got, "serverInfo.version", "1.2.3")
	same(t, got, "capabilities.experimental.venvd.protocolVersion", 1)
	same(t, got, "capabilities.hoverProvider", nil)
	same(t, got, "capabilities.executeCommandProvider.commands", wire.CommandNames())
	c.want("shutdown", "null")
	c.notify("exit", "null")
	if code := <-c.code; code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestInterpreter(t *testing.T) {
	c := open(t, venvdClient, folderP)
	got := c.want(wire.MethodInterpreter, scopeP)
	same(t, got, "scope", "file:///w/p")
	same(t, got, "interpreter", interpreterP)
	same(t, got, "rule", "in-project")
	if one := c.want(wire.MethodInterpreter, "{}"); string(one) != string(got) {
		t.Errorf("the one open folder: %s", one)
	}
	same(t, c.want(wire.MethodExplain, scopeP), "candidates.0.verdict", "chosen")
}

func TestBadParams(t *testing.T) {
	c := open(t, venvdClient)
	for _, bad := range []struct{ method, params, part string }{
		{wire.MethodInterpreter, "{}", "no folder is open"},
		{wire.MethodInterpreter, `{"uri":"untitled:1"}`, "uri: "},
		{wire.MethodResolve, "{}", "path: "},
		{wire.MethodResolve, `{"path":"a/b"}`, "not absolute"},
		{wire.MethodDiscover, `{"scope":"http://x"}`, "scope: "},
		{wire.MethodSelect, `{"environment":null}`, "scope: "},
		{wire.MethodSelect, `{"scope":"file:///w/p"}`, "environment: is missing"},
		{wire.MethodSelect, `{"scope":"file:///w/p","environment":7}`, "environment: must be"},
		{wire.MethodSelect, `{"scope":"file:///w/p","environment":""}`, "environment: must be"},
		{wire.MethodPackages, `{}`, "environment: is missing"},
		{wire.MethodPackages, `{"environment":null}`, "environment: is missing"},
		{wire.MethodPackages, `{"environment":7}`, "environment: want a string"},
		{wire.MethodPackages, `{"environment":"p","format":"pip"}`, "format: "},
		{wire.MethodPackages, `{"environment":"p","format":[]}`, "format: "},
		{wire.MethodTrust, `{"scope":"file:///w/p"}`, "trusted: "},
		{"workspace/executeCommand", `{"command":"venvd.fly"}`, "venvd.fly"},
		{"workspace/executeCommand", `{"command":"venvd.select","arguments":[{},{}]}`, "arguments: "},
		{"workspace/executeCommand", `{"command":"venvd.select","arguments":["x"]}`, "arguments[0]"},
		{"workspace/executeCommand", `{"command":"venvd.select"}`, "scope: "},
		{"workspace/executeCommand", `{"command":"venvd.trust","arguments":[{"scope":"file:///w/p"}]}`, "trusted: "},
	} {
		c.refused(bad.method, bad.params, rpc.CodeInvalidParams, bad.part)
	}
	c.want("workspace/executeCommand", `{"command":"venvd.refresh"}`)
}

func TestFailuresHaveCodes(t *testing.T) {
	c := open(t, venvdClient, folderP)
	m := c.refused(wire.MethodResolve, `{"path":"/nowhere"}`, -32803, "nothing at /nowhere")
	same(t, m.Error.Data, "code", "environment-not-found")
	m = c.refused(wire.MethodResolve, `{"path":"/w/p/pyproject.toml"}`, -32803, "neither an environment")
	same(t, m.Error.Data, "code", "not-an-environment")
	m = c.refused(wire.MethodSelect, `{"scope":"file:///w/p","environment":"nobody"}`, -32803, `"nobody"`)
	same(t, m.Error.Data, "code", "environment-not-found")
	m = c.refused(wire.MethodTrust, `{"scope":"file:///w/gone","trusted":true}`, -32803, "/w/gone")
	same(t, m.Error.Data, "code", "io")
}

func TestPackages(t *testing.T) {
	c := open(t, venvdClient, folderP)
	info := filepath.Join(c.disk, "w/p/.venv/lib/python3.11/site-packages/Foo_Bar-1.0.dist-info")
	for name, text := range map[string]string{"METADATA": "Name: Foo.Bar\n\n", "INSTALLER": "uv\n", "direct_url.json": `{"url": "file:///w/p", "dir_info": {"editable": true}}`} {
		if err := errors.Join(os.MkdirAll(info, 0o755), os.WriteFile(filepath.Join(info, name), []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	id := field(t, c.want(wire.MethodResolve, `{"path":"/w/p/.venv"}`), "id")
	for _, environment := range []string{fmt.Sprint(id), "/w/p/.venv", "/w/p//.venv/bin/../bin/python"} {
		got := c.want(wire.MethodPackages, fmt.Sprintf(`{"environment":%q,"format":"freeze"}`, environment))
		for path, want := range map[string]any{
			"packages.0.name": "Foo.Bar", "packages.0.version": "1.0", "packages.0.editable": "/w/p", "packages.0.installer": "uv",
			"packages.0.requested": false, "packages.0.inherited": false, "faults": []any{},
			"text": "# Editable install with no version control (Foo.Bar==1.0)\n-e /w/p\n",
		} {
			same(t, got, path, want)
		}
	}
	got := c.want(wire.MethodPackages, `{"environment":"/w/q/.venv","format":null}`)
	same(t, got, "packages", []any{})
	same(t, got, "text", nil)
	for environment, code := range map[string]string{"/nowhere": "environment-not-found", "nobody": "environment-not-found", "/w/p/pyproject.toml": "not-an-environment"} {
		m := c.refused(wire.MethodPackages, fmt.Sprintf(`{"environment":%q}`, environment), -32803, environment)
		same(t, m.Error.Data, "code", code)
	}
	if err := os.RemoveAll(filepath.Dir(info)); err != nil {
		t.Fatal(err)
	}
	m := c.refused(wire.MethodPackages, `{"environment":"/w/p/.venv"}`, -32803, "site-packages")
	same(t, m.Error.Data, "code", "io")
}

func TestStatus(t *testing.T) {
	c := serve(t, func(o *Options) { o.Watch = func() wire.WatchStatus { return wire.WatchStatus{Backend: "made"} } })
	c.want("initialize", "{"+venvdClient+","+folderP+`,"initializationOptions":{"trusted":true}}`)
	c.want(wire.MethodInterpreter, scopeP)
	got := c.want(wire.MethodStatus, "{}")
	same(t, got, "version", "1.2.3")
	same(t, got, "watch.backend", "made")
	same(t, got, "folders.0.trusted", true)
	same(t, got, "folders.0.selection.interpreter", interpreterP)
}
