//go:build unix

package discover

import "os"

// newOwnership gives the test for this machine and the user of this process.
func newOwnership(w *World) *ownership {
	m := &modes{
		user: uint32(os.Geteuid()), lstat: w.Lstat,
		accounts: func() (*accounts, error) { return readAccounts(w) },
		listed:   func(path string) (bool, error) { return hasAccessList(w.host(path)) },
	}
	return &ownership{world: w, entry: m.entry}
}
