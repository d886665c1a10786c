//go:build unix

package discover

import (
	"errors"
	"slices"

	"golang.org/x/sys/unix"
)

// readFile reads a regular file. O_NONBLOCK keeps the open of a FIFO from
// waiting for a writer; it means nothing for a regular file. The plain system
// calls are used because os.File would register the descriptor with the
// poller first: a third of the cost of reading a pyvenv.cfg.
func readFile(host string, max int64, head bool) (f file, err error) {
	fd, err := unix.Open(host, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
	switch {
	case errors.Is(err, unix.ELOOP):
		return file{}, errLink
	case errors.Is(err, unix.ENXIO): // a socket, or a FIFO without a reader
		return file{}, ErrNotRegular
	case err != nil:
		return file{}, err
	}
	defer func() { err = errors.Join(err, unix.Close(fd)) }()
	if f.info, err = fstat(fd); err != nil {
		return file{}, err
	}
	if !f.info.Mode.IsRegular() {
		return file{}, ErrNotRegular
	}
	if f.info.Size > max && !head {
		return file{}, ErrTooLarge
	}
	f.data, err = readAll(fd, f.info.Size, max)
	if int64(len(f.data)) > max {
		if !head {
			return file{}, ErrTooLarge
		}
		f.data = f.data[:max]
	}
	return f, err
}

// readAll reads to the end, but no more than a byte beyond max. The end may
// lie beyond size: the file may grow, and those of /proc say 0. A regular file
// gives less than was asked for only at its end, so one that gives just its
// size needs not be asked again.
func readAll(fd int, size, max int64) ([]byte, error) {
	buf := make([]byte, 0, min(size, max)+1)
	for int64(len(buf)) <= max {
		n, err := unix.Read(fd, buf[len(buf):cap(buf)])
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return nil, err
		case n == 0:
			return buf, nil
		}
		if buf = buf[:len(buf)+n]; size > 0 && int64(len(buf)) == size && len(buf) < cap(buf) {
			return buf, nil
		}
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, 1)
		}
	}
	return buf, nil
}
