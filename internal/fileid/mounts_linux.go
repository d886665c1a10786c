package fileid

import (
	"sync"

	"golang.org/x/sys/unix"
)

// mounts is which file system each mount is of, by its number. A nil one knows
// nothing.
type mounts struct {
	mu    sync.RWMutex
	known map[int]unix.Fsid
}

func (m *mounts) get(mount int) (unix.Fsid, bool) {
	if m == nil {
		return unix.Fsid{}, false
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	fsid, ok := m.known[mount]
	return fsid, ok
}

func (m *mounts) put(mount int, fsid unix.Fsid) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = make(map[int]unix.Fsid)
	}
	m.known[mount] = fsid
}

// oneID reports whether file systems of the type have one id for all that is
// mounted with them (super_operations.statfs in the kernel's source). btrfs has
// one for each subvolume, which need no mount of their own, and 9p passes on
// what the other side says; those and all that are not known are asked anew.
func oneID(kind int64) bool {
	switch kind {
	case unix.EXT4_SUPER_MAGIC, // and ext2, ext3
		unix.XFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC, unix.TMPFS_MAGIC, unix.OVERLAYFS_SUPER_MAGIC:
		return true
	}
	return false
}
