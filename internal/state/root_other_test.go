//go:build !windows && !linux

package state

import (
	"os"
	"testing"
)

// asNobody: only Linux can take root's rights from a single thread.
func asNobody(t *testing.T) {
	t.Helper()
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
}
