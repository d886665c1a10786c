package discover

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"

	"golang.org/x/sys/unix"
)

// listingPart is how many bytes of entries are asked for at once: nearly every
// directory has fewer.
const listingPart = 8 << 10

// listDir gives the entries of a directory as they come, at most max of them
// and then ErrTooLarge. The plain system calls are used because os.File asks
// for the descriptor's flags first, makes an object for each entry and one for
// itself.
func listDir(host string, max int) (list []Entry, err error) {
	fd, err := openDir(host)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unix.Close(fd)) }()
	var buf [listingPart]byte
	for {
		n, err := unix.ReadDirent(fd, buf[:])
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil || n <= 0:
			return list, err
		}
		if list, err = appendEntries(list, host, buf[:n]); err != nil {
			return list, err
		}
		if len(list) > max {
			return list[:max], ErrTooLarge
		}
	}
}

// openDir opens a directory for listing and nothing else: a FIFO that took
// its place is refused at once.
func openDir(host string) (int, error) {
	for {
		fd, err := unix.Open(host, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}

// The fields of struct linux_dirent64 (getdents(2)) before the name.
const (
	direntLength = 16 // of the whole, with what fills it up
	direntType   = 18
	direntName   = 19
)

// appendEntries adds the entries of one answer of getdents64. Their names
// share one text.
func appendEntries(list []Entry, host string, answer []byte) ([]Entry, error) {
	count := 0
	for rest := answer; len(rest) > direntName; rest = rest[direntSize(rest):] {
		count++
	}
	list = slices.Grow(list, count)
	text := string(answer)
	for at := 0; len(answer)-at > direntName; at += direntSize(answer[at:]) {
		size := direntSize(answer[at:])
		end := bytes.IndexByte(answer[at+direntName:at+size], 0)
		if end < 0 {
			end = size - direntName
		}
		name := text[at+direntName : at+direntName+end]
		if name == "." || name == ".." {
			continue
		}
		kind, err := entryType(host, name, answer[at+direntType])
		if errors.Is(err, fs.ErrNotExist) {
			continue // it went while the file system was asked what it is
		}
		if err != nil {
			return list, err
		}
		list = append(list, Entry{Name: name, Type: kind})
	}
	return list, nil
}

// direntSize is where the next entry begins; an answer that makes no sense
// ends there.
func direntSize(rest []byte) int {
	size := int(binary.NativeEndian.Uint16(rest[direntLength:]))
	if size <= direntName || size > len(rest) {
		return len(rest)
	}
	return size
}

// entryType is what the directory itself tells, the four bits of a mode that
// say what it is; some file systems do not.
func entryType(host, name string, kind byte) (fs.FileMode, error) {
	if kind != unix.DT_UNKNOWN {
		return fileMode(uint32(kind) << 12).Type(), nil
	}
	info, err := lstat(host + "/" + name)
	return info.Mode.Type(), err
}
