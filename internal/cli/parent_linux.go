package cli

import (
	"context"

	"golang.org/x/sys/unix"
)

// watchParent calls stop when the process dies, by a pidfd and so without a
// tick. One that is not alive, because it lives in another PID namespace, is
// not watched.
func watchParent(ctx context.Context, pid int, stop func()) {
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return
	}
	var wake [2]int
	if err := unix.Pipe2(wake[:], unix.O_CLOEXEC); err != nil {
		unix.Close(fd)
		return
	}
	cancel := context.AfterFunc(ctx, func() { unix.Close(wake[1]) })
	go func() {
		defer unix.Close(fd)
		defer unix.Close(wake[0])
		fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}, {Fd: int32(wake[0]), Events: unix.POLLIN}}
		for {
			if _, err := unix.Poll(fds, -1); err != nil && err != unix.EINTR {
				break
			}
			if fds[0].Revents != 0 {
				stop()
				break
			}
			if fds[1].Revents != 0 {
				return // ctx has ended, which has closed the other end
			}
		}
		if cancel() {
			unix.Close(wake[1])
		}
	}()
}
