package app

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/venvcore"
)

// TestOthersAreStreamedWhilePlacesHang: the places of four tools lie on shares
// that do not answer; what is found everywhere else is given meanwhile, and the
// list in the end names what was not looked at.
func TestOthersAreStreamedWhilePlacesHang(t *testing.T) {
	dead := []string{"/home/u/net", "/data", "/srv/share"}
	answer := make(chan struct{})
	var hung atomic.Int32
	a := startedOn(t, project("/w/p")+strings.ReplaceAll(project("/home/u/envs"), "/.venv", "/mine")+"-- /srv/share/ --\n", func(w *discover.World) {
		vars := map[string]string{
			"PYENV_ROOT": "/home/u/net/pyenv", "WORKON_HOME": "/data/envs",
			"PATH": "/srv/share/bin:/home/u/net/bin:/usr/bin", "CONDA_ROOT": "/data/conda", "PIPX_HOME": "/srv/share/pipx",
		}
		w.Env = func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
		w.Fault = func(_, path string) error {
			for _, d := range dead {
				if w.Within(d, path) {
					hung.Add(1)
					<-answer
				}
			}
			return nil
		}
	})
	opened(t, a, "/w/p")
	var early, later []string
	l, err := a.Discover(t.Context(), "", false, func(list []*venvcore.Environment) error {
		// A fault is told once a place was given up; before that all of them hang.
		given := slices.ContainsFunc(a.Engine.Snapshot().Faults, func(f venvcore.Fault) bool { return f.Code == venvcore.FaultTimeout })
		for _, e := range list {
			if given {
				later = append(later, e.Prefix)
			} else {
				early = append(early, e.Prefix)
			}
		}
		return nil
	})
	close(answer)
	if err != nil || !slices.Contains(early, "/usr") || !slices.Contains(early, "/w/p/.venv") || hung.Load() == 0 {
		t.Fatalf("while %d calls hang %v was given, then %v, %v", hung.Load(), early, later, err)
	}
	// It lies in the same tool's places as one that hangs, and so comes later.
	if all := append(early, later...); !slices.Contains(all, "/home/u/envs/mine") {
		t.Errorf("%v was given", all)
	}
	for _, d := range dead {
		if !slices.ContainsFunc(l.Faults, func(f venvcore.Fault) bool {
			return f.Code == venvcore.FaultTimeout && strings.HasPrefix(f.Path, d)
		}) {
			t.Errorf("%s is not named among %v", d, l.Faults)
		}
	}
	for _, f := range l.Faults {
		if !slices.ContainsFunc(dead, func(d string) bool { return strings.HasPrefix(f.Path, d) }) {
			t.Errorf("a fault of what answers: %v", f)
		}
	}
}
