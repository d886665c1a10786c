package engine

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/venvd/venvd/venvcore"
)

// stores is a machine on which a tool's store and an opened folder know the same
// environment: the folder has a project that proves whose it is.
type stores struct {
	*disk
	owned, plain *venvcore.Environment
}

func (s stores) Look(ctx context.Context, q Query) (*Report, error) {
	r, err := s.disk.Look(ctx, q)
	if err != nil {
		return nil, err
	}
	if q.Root.Folder != "" {
		r.Environments = append(r.Environments, s.owned)
		r.Projects = []*venvcore.Project{{Root: "/w/p", Folder: "/w", ID: "p", Kept: []venvcore.Keep{{Prefix: s.owned.Prefix, Kind: s.owned.Kind, Used: true}}}}
	} else {
		r.Environments = append(r.Environments, s.plain)
		r.Tools = []venvcore.Tool{{Name: "poetry", Path: "/bin/poetry"}, {Name: "virtualenv", Path: "/bin/virtualenv"}}
	}
	return r, nil
}

// TestProvenOwnerStands: what only one of several reports proves is told, with
// the tool that manages it, whichever came first.
func TestProvenOwnerStands(t *testing.T) {
	plain := env("/store/p-hash-py3.12", "1")
	plain.Kind, plain.Creator, plain.Packages = venvcore.KindVirtualenv, "virtualenv", "some"
	owned := plain.Clone()
	owned.Kind, owned.Owned, owned.Project, owned.Packages = venvcore.KindPoetry, true, "/w/p", ""
	for _, slow := range []string{"tool:system", "folder:/w"} {
		t.Run("slow "+slow, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDisk()
				d.slow = slow
				m := stores{d, owned, plain}
				ctx, cancel := context.WithCancel(t.Context())
				e, ended := run(ctx, Options{Looker: m})
				if err := e.Open(ctx, "/w", FolderSettings{}, true); err != nil {
					t.Fatal(err)
				}
				a, err := e.Ask(ctx, "/w/p/x.py", "")
				if err != nil {
					t.Fatal(err)
				}
				got := a.Selection.Environment
				if got == nil || got.Kind != venvcore.KindPoetry || got.Project != "/w/p" || got.Tool != "/bin/poetry" ||
					got.Packages != "some" || a.Selection.Rule != venvcore.RuleTool {
					t.Errorf("rule %s gave %+v", a.Selection.Rule, got)
				}
				if all := e.Snapshot().Machine.Environments; len(all) != 1 {
					t.Errorf("%d environments", len(all))
				}
				cancel()
				<-ended
			})
		})
	}
}
