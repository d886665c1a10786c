package watcher

// Identity stands for one directory (or file) object: two are equal if and only if they
// were taken of the same object, whatever it was named at the time. It is opaque; it
// may be stored, and compared with one taken by another process on this machine.
//
// On Linux it is the file handle of name_to_handle_at(2) with the file system's id:
// device and inode do not do, because ext4 gives a freed inode number to the next
// directory at once. Where there are no handles, the birth time takes their place.
// Elsewhere it is device, inode and birth time, or volume and file index.
type Identity string

// IdentityOf gives the identity of what path leads to; it follows a final link. It needs
// only search permission on the way. Errors are *fs.PathError.
func IdentityOf(path string) (Identity, error) {
	id, _, err := identify(path)
	return id, err
}
