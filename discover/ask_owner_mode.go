package discover

import (
	"io/fs"
	"slices"
)

// modes tests an entry by owner and permissions, as POSIX systems keep them.
type modes struct {
	user  uint32
	lstat func(path string) (Info, error)
	// accounts gives what the machine says of its groups; it is asked only about
	// what a group may write.
	accounts func() (*accounts, error)
	// listed reports whether an entry has an access list beside its permissions,
	// by which others than its group may write.
	listed func(path string) (bool, error)
}

// The bits of st_mode that say who else may write.
const (
	groupWrites = 0o020
	othersWrite = 0o002
)

func (m *modes) entry(path string, as entryRole) error {
	info, err := m.lstat(path)
	if err != nil {
		return err
	}
	if info.UID != m.user && info.UID != 0 {
		return ownerError(path, "belongs to another user (%d)", info.UID)
	}
	switch {
	case info.IsLink() != (as == roleLink):
		return ownerError(path, "is no longer what was looked at")
	case info.IsLink():
		return nil // its permissions mean nothing: who may replace it is said by its directory
	case info.Mode&othersWrite != 0 && (as != roleAbove || info.Mode&fs.ModeSticky == 0):
		return ownerError(path, "can be written by everybody")
	case info.Mode&groupWrites == 0:
		return nil
	case info.Mode&othersWrite != 0:
		return nil // a sticky one: its group has no right that everybody has not
	}
	return m.group(path, info.GID)
}

// group tests what a group may write.
func (m *modes) group(path string, gid uint32) error {
	// With an access list the group's bits are the most that anybody on it has.
	switch listed, err := m.listed(path); {
	case err != nil:
		return err
	case listed:
		return ownerError(path, "can be written by others through an access list")
	case gid == 0:
		return nil
	}
	all, err := m.accounts()
	if err != nil {
		return err
	}
	if !all.administer(gid) && !all.private(gid, m.user) {
		return ownerError(path, "can be written by the group %d", gid)
	}
	return nil
}

// administers reports whether a group of that name is for who administers the
// machine: they can become root anyway (macOS, Homebrew; the BSDs; Debian's
// /usr/local; sudo).
func administers(group string) bool {
	return slices.Contains([]string{"admin", "wheel", "staff", "sudo"}, group)
}
