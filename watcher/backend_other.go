//go:build !linux

package watcher

// removeAtOnce: kqueue learns names by reading the directory, so a cookie must stay
// until it was seen.
const removeAtOnce = false

// gone is a matter of inotify's alone.
func gone(error) bool { return false }

// watchLimit is unknown: only inotify has such a limit.
func watchLimit() int { return 0 }
