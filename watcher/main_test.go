package watcher

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain fails the run when any goroutine of any watcher outlives its Close.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
