package server

import (
	"context"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
	"github.com/venvd/venvd/venvcore/engine"
)

// status answers venvd/status: how the daemon does.
func (s *Server) status(_ context.Context, snap *venvcore.Snapshot, _ rpc.None) (wire.StatusResult, error) {
	r := wire.StatusResult{
		Version: s.o.Version, PID: os.Getpid(), UptimeMs: time.Since(s.born).Milliseconds(),
		Generation: snap.Generation, Faults: wire.FromFaults(snap.Faults), MemoryBytes: Memory(),
		Scans: Scans(s.app.Engine.Status()),
	}
	if s.o.Watch != nil {
		r.Watch = s.o.Watch()
	}
	for _, path := range s.folderPaths() {
		f := wire.FolderStatus{URI: s.uriOf(path), Trusted: s.app.Trusted(path)}
		sel := venvcore.Selection{Scope: path, Rule: venvcore.RuleNone, State: venvcore.SelectionNone, Reason: "it is being looked at"}
		if sc := snap.Scopes[path]; sc != nil && sc.Known {
			sel = sc.Selection
		}
		f.Selection = s.selection(sel)
		r.Folders = append(r.Folders, f)
	}
	return r, nil
}

// Scans converts the figures of the last scans.
func Scans(st engine.Status) []wire.ScanStatus {
	var out []wire.ScanStatus
	for _, f := range st.Scans {
		out = append(out, wire.ScanStatus{
			Tool: strings.TrimPrefix(f.Root, "tool:"), Ms: float64(f.Elapsed.Microseconds()) / 1000,
			Environments: f.Environments, Skipped: f.Skipped,
		})
	}
	return out
}

// Memory is what the process holds of the system's memory, in bytes.
func Memory() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}
