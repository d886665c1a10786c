package watcher

import (
	"fmt"
	"io/fs"

	"golang.org/x/sys/unix"
)

// identify joins device, file id, generation and birth time: APFS never gives a file id
// twice, HFS+ and network file systems may.
func identify(path string) (Identity, bool, error) {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return "", false, &fs.PathError{Op: "identify", Path: path, Err: err}
	}
	dir := st.Mode&unix.S_IFMT == unix.S_IFDIR
	return Identity(fmt.Sprintf("b:%x:%x:%x:%x.%x", st.Dev, st.Ino, st.Gen, st.Btim.Sec, st.Btim.Nsec)), dir, nil
}
