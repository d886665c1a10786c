package state

import (
	"slices"
	"strconv"
	"testing"
)

// TestFollowedIsBounded: who works on very many projects loses the oldest.
func TestFollowedIsBounded(t *testing.T) {
	var es []followedEntry
	for i := range maxFollowed + 10 {
		es = append(es, followedEntry{Scope: text("/p" + strconv.Itoa(i)), Day: int64(i % 100)})
	}
	es = latest(es)
	if len(es) != maxFollowed {
		t.Errorf("%d are kept, want %d", len(es), maxFollowed)
	}
	old := slices.IndexFunc(es, func(e followedEntry) bool { return e.Day == 0 })
	if n := len(es) - old; n != 21-10 {
		t.Errorf("%d of the oldest are kept, want %d", n, 21-10)
	}
}

// TestFollowedDayIsRefreshed: what holds is not written every day, and is not
// forgotten as old while it holds.
func TestFollowedDayIsRefreshed(t *testing.T) {
	stored := followedEntry{Scope: "/p", ID: "e", Day: 100}
	for day, same := range map[int64]bool{100: true, 106: true, 107: false} {
		now := stored
		now.Day = day
		if now.same(stored) != same {
			t.Errorf("day %d: same is %v", day, !same)
		}
	}
}
