package server

import "testing"

// A client compares URIs as text, and editors write them in several ways: what
// it is told of its folders is spelled as it spelled them.
func TestFolderIsSpelledAsTheClientDoes(t *testing.T) {
	for _, spelled := range []string{"file:///w/%70", "FILE:///w/p", "file:/w/p", "file:///w/./p/"} {
		c := open(t, venvdClient, `"workspaceFolders":[{"uri":"`+spelled+`","name":"p"}]`)
		told := c.told("venvd/interpreterChanged")
		same(t, told.Params, "scope", spelled)
		same(t, told.Params, "selection.scope", spelled)
		same(t, c.want("venvd/interpreter", scopeP), "scope", spelled)
		same(t, c.want("venvd/status", `{}`), "folders.0.uri", spelled)
	}
}
