package watcher

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestPendingOrderAndDuplicates(t *testing.T) {
	var p pending
	if !p.empty() {
		t.Error("a new batch is empty")
	}
	for range 2 {
		p.entry("/b/x")
		p.entry("/a/x")
		p.dir("/b")
		p.dir("/a")
		p.arm(Armed{Path: "/b"})
		p.arm(Armed{Path: "/a"})
	}
	p.arm(Armed{Path: "/b", Dir: "/"})
	b := p.batch
	if !slices.Equal(b.Changed, []string{"/b/x", "/a/x"}) || !slices.Equal(b.Dirs, []string{"/b", "/a"}) {
		t.Errorf("got %+v", b)
	}
	if len(b.Armed) != 2 || b.Armed[0].Dir != "/" {
		t.Errorf("only the latest counts: %+v", b.Armed)
	}
}

func TestPendingLimits(t *testing.T) {
	var p pending
	for i := range maxPerDir + 50 {
		p.entry(fmt.Sprintf("/noisy/%d", i))
	}
	p.entry("/calm/x")
	if !slices.Equal(p.batch.Changed, []string{"/calm/x"}) {
		t.Errorf("a noisy directory stands for its entries; got %d", len(p.batch.Changed))
	}
	for i := range 2 * maxChanged {
		p.entry(fmt.Sprintf("/d%d/x", i))
		if len(p.batch.Changed) > maxChanged {
			t.Fatal("too many entries")
		}
	}
	if len(p.batch.Changed) != 0 {
		t.Errorf("past the limit no entry is named; got %d", len(p.batch.Changed))
	}
	for i := range maxDirs {
		if p.dir(fmt.Sprintf("/d%d", i)) {
			t.Fatal("within the limit")
		}
	}
	if !p.dir("/one more") || !p.batch.Lost || p.batch.Dirs != nil {
		t.Error("past the limit everything is to be looked at")
	}
	p.dir("/x")
	p.entry("/x/y")
	if p.batch.Dirs != nil || p.batch.Changed != nil {
		t.Error("everything names nothing")
	}
}

// TestSlowReceiver makes far more changes than a batch names, while nobody receives.
func TestSlowReceiver(t *testing.T) {
	r := newRig(t, nil)
	noisy, calm := r.mkdir("noisy"), r.mkdir("calm")
	r.want(noisy, calm)
	for i := range 3 * maxPerDir {
		must(t, os.WriteFile(filepath.Join(noisy, fmt.Sprint(i)), nil, 0o644))
	}
	r.write("calm/x")
	r.token++
	r.w.Barrier(r.token)
	for {
		b := r.next()
		if len(b.Changed) > maxChanged || len(b.Dirs) > maxDirs {
			t.Fatalf("%d entries in one batch", len(b.Changed))
		}
		if len(b.Synced) > 0 {
			break
		}
	}
	r.said(r.got, []string{noisy, calm}, []string{filepath.Join(calm, "x")})
}
