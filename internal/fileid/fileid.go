// Package fileid names a file or directory for as long as it exists.
//
// A name survives renames and moves within its file system, is the same for
// every process of the machine, and is not given to another directory that
// later takes the same inode number, where the file system lets that be known:
//
//   - Linux: the file handle (name_to_handle_at(2), unprivileged) with the
//     file system's id. Overlay has handles only by AT_HANDLE_FID (Linux 6.5).
//     FUSE servers may give a handle anew, so there, and where there is no
//     handle, it is device, inode and birth time.
//   - macOS: device, inode and birth time. Windows: volume serial number and
//     the 128-bit file id.
//
// Where not even a birth time is known, device and inode remain, and a
// directory that was deleted and made again may get the name of the old one.
//
// The package keeps no state and imports nothing of venvd. A call costs two
// system calls on Linux, one where a Namer knows the file system.
package fileid

import (
	"errors"
	"strconv"
)

// Of names what path leads to. Errors are those of the operating system.
func Of(path string) (string, error) { return identify(path, true, nil) }

// OfNoFollow names path itself, also when it is a symbolic link.
func OfNoFollow(path string) (string, error) { return identify(path, false, nil) }

// Namer gives the same names as Of and remembers meanwhile which file system
// each mount is of, so that most calls cost one system call on Linux. It is
// made for one scan and dropped with it: the number of a mount may be given to
// another one when the first is gone, and a name that was made of both would
// be wrong for as long as the Namer is used. The next scan then gives the
// right one, and so does Of at once for whoever compares the two.
//
// The zero value is ready for use, by any goroutine.
type Namer struct{ mounts mounts }

// Of names what path leads to.
func (n *Namer) Of(path string) (string, error) { return identify(path, true, &n.mounts) }

// inode is the name made of numbers alone; born is 0 when unknown.
func inode(dev, ino uint64, born int64) string {
	b := make([]byte, 0, 48)
	b = append(b, 'i')
	b = strconv.AppendUint(b, dev, 16)
	b = append(b, ':')
	b = strconv.AppendUint(b, ino, 16)
	if born != 0 {
		b = append(b, ':')
		b = strconv.AppendInt(b, born, 16)
	}
	return string(b)
}

// ErrNotHeld is what Hold returns for a directory that must not be held, or where
// the system has no way to.
var ErrNotHeld = errors.New("the directory cannot be held")
