//go:build unix && !linux

package discover

// hasAccessList: these systems keep access lists apart from the permissions of
// the group, and tell of them only through their C library. Their own
// directories have none but such as forbid.
func hasAccessList(string) (bool, error) { return false, nil }
