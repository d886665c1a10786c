package discover

import (
	"io"
	"io/fs"
	"os"
	"syscall"
)

func openDir(host string) (*os.File, error) { return os.Open(host) }

// readFile reads a regular file. A link is told by Lstat first, for opening
// follows it.
func readFile(host string, max int64, head bool) (file, error) {
	fi, err := os.Lstat(host)
	switch {
	case err != nil:
		return file{}, err
	case fi.Mode()&os.ModeSymlink != 0:
		return file{}, errLink
	case !fi.Mode().IsRegular():
		return file{}, ErrNotRegular
	case fi.Size() > max && !head:
		return file{}, ErrTooLarge
	}
	f, err := os.Open(host)
	if err != nil {
		return file{}, err
	}
	defer f.Close() // nothing was written: closing cannot lose anything
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if int64(len(data)) <= max {
		return file{data: data}, err
	}
	if !head {
		return file{}, ErrTooLarge
	}
	return file{data: data[:max]}, err
}

func lstat(host string) (Info, error) {
	fi, err := os.Lstat(host)
	if err != nil {
		return Info{}, err
	}
	info := Info{Mode: fi.Mode(), Size: fi.Size(), MTime: fi.ModTime().UnixNano()}
	if d, ok := fi.Sys().(*syscall.Win32FileAttributeData); ok {
		info.BTime = d.CreationTime.Nanoseconds()
	}
	if isJunction(fi) {
		info.Mode = fs.ModeDir | info.Mode.Perm()
	}
	return info, nil
}

// isJunction reports whether an entry is a directory that is mounted there from
// elsewhere (IO_REPARSE_TAG_MOUNT_POINT: Scoop's `current`), for which Go has
// no mode. Unlike a link it is a directory to whoever goes through it, so it is
// never resolved and the person's path stands.
func isJunction(fi fs.FileInfo) bool {
	d, ok := fi.Sys().(*syscall.Win32FileAttributeData)
	return ok && fi.Mode()&fs.ModeIrregular != 0 && d.FileAttributes&syscall.FILE_ATTRIBUTE_DIRECTORY != 0
}

// entryType gives the type of an entry as the listing has told it. A junction
// counts as a link there: whoever walks must not go round in circles.
func entryType(e fs.DirEntry) fs.FileMode {
	if e.Type()&fs.ModeIrregular == 0 {
		return e.Type()
	}
	if fi, err := e.Info(); err == nil && isJunction(fi) {
		return fs.ModeSymlink
	}
	return e.Type()
}
