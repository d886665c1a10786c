package discover

import (
	"errors"

	"golang.org/x/sys/unix"
)

// hasAccessList looks for a POSIX access list (acl(5)), which the kernel keeps
// in this attribute.
func hasAccessList(host string) (bool, error) {
	_, err := unix.Lgetxattr(host, "system.posix_acl_access", nil)
	if errors.Is(err, unix.ENODATA) || errors.Is(err, unix.ENOTSUP) {
		return false, nil
	}
	return err == nil, err
}
