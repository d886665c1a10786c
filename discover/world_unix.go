//go:build unix

package discover

import (
	"errors"
	"io"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// openDir opens a directory for listing and nothing else: a FIFO that took
// its place is refused at once.
func openDir(host string) (*os.File, error) {
	for {
		fd, err := unix.Open(host, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return os.NewFile(uintptr(fd), host), nil
	}
}

// readFile reads a regular file. O_NONBLOCK keeps the open of a FIFO from
// waiting for a writer; it means nothing for a regular file. The plain system
// calls are used because os.File would register the descriptor with the
// poller first: a third of the cost of reading a pyvenv.cfg.
func readFile(host string, max int64, head bool) (data []byte, err error) {
	fd, err := unix.Open(host, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
	switch {
	case errors.Is(err, unix.ELOOP):
		return nil, errLink
	case errors.Is(err, unix.ENXIO): // a socket, or a FIFO without a reader
		return nil, ErrNotRegular
	case err != nil:
		return nil, err
	}
	defer func() { err = errors.Join(err, unix.Close(fd)) }()
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil, ErrNotRegular
	}
	if st.Size > max && !head {
		return nil, ErrTooLarge
	}
	data, err = readAll(fd, st.Size, max)
	if int64(len(data)) > max {
		if !head {
			return nil, ErrTooLarge
		}
		data = data[:max]
	}
	return data, err
}

// readAll reads to the end, but no more than a byte beyond max. The end may
// lie beyond size: the file may grow, and those of /proc say 0.
func readAll(fd int, size, max int64) ([]byte, error) {
	buf := make([]byte, 0, min(size, max)+1)
	for int64(len(buf)) <= max {
		n, err := unix.Read(fd, buf[len(buf):cap(buf)])
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, io.EOF) || err == nil && n == 0:
			return buf, nil
		case err != nil:
			return nil, err
		}
		buf = buf[:len(buf)+n]
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, 1)
		}
	}
	return buf, nil
}
