package engine

import (
	"context"
	"slices"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// renameFolder renames the opened folder /w with all that lies in it.
func renameFolder(d *disk, to string) {
	d.moved = map[string]string{"/w": to}
	for _, p := range []string{"/.venv", "/sub/.venv"} {
		if e := d.envs["/w"+p]; e != nil {
			delete(d.envs, "/w"+p)
			d.put(env(to+p, e.ID))
		}
	}
	for _, p := range []string{"", "/sub"} {
		if id, ok := d.projects["/w"+p]; ok {
			delete(d.projects, "/w"+p)
			d.projects[to+p] = id
		}
	}
}

// TestFolderRenamed: the client goes on knowing an opened folder by its old path;
// what lies in it is known by the new one.
func TestFolderRenamed(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(env("/w/sub/.venv", "b"))
	d.projects["/w"], d.projects["/w/sub"] = "w", "s"
	following(t, d, func(e *Engine, told func() string) {
		if err := e.OpenDocument(context.Background(), "/w/sub/a.py", ""); err != nil {
			t.Fatal(err)
		}
		expect(t, "open", told(), "opened /w/.venv/bin/python, opened /w/sub/.venv/bin/python")
		choose(t, e, venvcore.Choice{Scope: "/w", ScopeID: "w", ID: "b", Prefix: "/w/sub/.venv"})
		expect(t, "choose", told(), "selected /w/sub/.venv/bin/python")
		d.happens(func(d *disk) { renameFolder(d, "/v") }, "/w")
		expect(t, "rename", told(), "moved /v/sub/.venv/bin/python, moved /v/sub/.venv/bin/python")
		snap := e.Snapshot()
		var scopes []string
		for path := range snap.Scopes {
			scopes = append(scopes, path)
		}
		slices.Sort(scopes)
		if want := []string{"/v/sub", "/w"}; !slices.Equal(scopes, want) {
			t.Errorf("scopes are %v, want %v", scopes, want)
		}
		for path, scope := range map[string]string{"/w/x.txt": "/w", "/v/x.txt": "/w", "/w/sub/x": "/v/sub", "/v/sub": "/v/sub"} {
			if a, err := e.Ask(context.Background(), path, ""); err != nil || a.Scope != scope {
				t.Errorf("%s has scope %s, want %s: %v", path, a.Scope, scope, err)
			}
		}
		if got := snap.Real("/w/sub/x"); got != "/v/sub/x" {
			t.Errorf("/w/sub/x is at %s", got)
		}
		choices, err := e.Choices(context.Background())
		if err != nil || choices[0].Scope != "/v" || choices[0].Prefix != "/v/sub/.venv" {
			t.Errorf("the choice is kept as %+v, %v", choices, err)
		}
		if err := e.CloseDocument(context.Background(), "/w/sub/a.py"); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(context.Background(), "/w"); err != nil {
			t.Fatal(err)
		}
		told()
		if n := len(e.Snapshot().Scopes); n > 0 {
			t.Errorf("%d scopes are left", n)
		}
		d.change(func(d *disk) {
			if want := []string{"/w", "/v"}; !slices.Equal(d.forgotten, want) {
				t.Errorf("forgotten are %v, want %v", d.forgotten, want)
			}
		})
	})
}

// TestFolderRenamedToAndFro: each rename is one push, and back is back.
func TestFolderRenamedToAndFro(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.projects["/w"] = "w"
	following(t, d, func(e *Engine, told func() string) {
		told()
		d.happens(func(d *disk) { renameFolder(d, "/v") }, "/w")
		expect(t, "rename", told(), "moved /v/.venv/bin/python")
		d.happens(func(d *disk) {
			d.moved = map[string]string{"/v": "/w"}
			delete(d.envs, "/v/.venv")
			d.put(env("/w/.venv", "a"))
			delete(d.projects, "/v")
			d.projects["/w"] = "w"
		}, "/v")
		expect(t, "back", told(), "moved /w/.venv/bin/python")
		if len(e.Snapshot().Moved) > 0 {
			t.Errorf("moved are %v", e.Snapshot().Moved)
		}
	})
}
