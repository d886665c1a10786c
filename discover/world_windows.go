package discover

import (
	"io"
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
	return info, nil
}
