package watcher

import (
	"errors"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// removeAtOnce: inotify queues the creation of a cookie even if it is gone by the time
// the event is read, so none is ever left behind.
const removeAtOnce = true

// gone says that Remove failed because the kernel had dropped the watch before, with
// its directory; see inotify_rm_watch(2).
func gone(err error) bool { return errors.Is(err, unix.EINVAL) }

// watchLimit is the number of watches this user may hold, 0 when it cannot be read.
func watchLimit() int {
	text, err := os.ReadFile("/proc/sys/fs/inotify/max_user_watches")
	if err != nil {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0
	}
	return n
}
