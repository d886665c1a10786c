//go:build unix

package discover

import (
	"os"
	"testing"
)

// mayChown gives a directory to another user, where the tests may.
func mayChown(t *testing.T, dir string) bool {
	t.Helper()
	if os.Geteuid() != 0 {
		return false
	}
	must(t, os.Chown(dir, 1000, 1000))
	return true
}
