package watcher

import (
	"errors"
	"io/fs"

	"github.com/venvd/venvd/internal/fileid"
)

// Identity stands for one directory (or file) object: two are equal if and only if they
// were taken of the same object, whatever it was named at the time. It is opaque; it
// may be stored, and compared with one taken by another process on this machine.
//
// It is what package fileid makes, the same text that a scan gives for the directories
// it read. Device and inode would not do: ext4 gives a freed inode number to the next
// directory at once.
type Identity string

// IdentityOf gives the identity of what path leads to; it follows a final link. It needs
// only search permission on the way. Errors are *fs.PathError.
func IdentityOf(path string) (Identity, error) {
	id, err := fileid.Of(path)
	if err == nil {
		return Identity(id), nil
	}
	if where := new(fs.PathError); errors.As(err, &where) {
		return "", err
	}
	return "", &fs.PathError{Op: "identify", Path: path, Err: err}
}
