//go:build unix && !linux

package discover

import (
	"os"
	"syscall"
)

// lstat asks the portable way; birth time and change time come from the
// system's own structure where world_darwin.go knows it.
func lstat(host string) (Info, error) {
	fi, err := os.Lstat(host)
	if err != nil {
		return Info{}, err
	}
	info := Info{Mode: fi.Mode(), Size: fi.Size(), MTime: fi.ModTime().UnixNano()}
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		info.Dev, info.Ino, info.UID, info.GID = uint64(st.Dev), uint64(st.Ino), st.Uid, st.Gid
		info.CTime, info.BTime = times(st)
	}
	return info, nil
}
