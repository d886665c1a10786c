package discover

import (
	"encoding/binary"
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// TestAccessListIsSeen: somebody on the access list of a directory may write what
// its permissions seem to leave to the user's own group.
func TestAccessListIsSeen(t *testing.T) {
	dir, w, u := realBase(t)
	u.Place = PlaceOwn
	r := newAskRules(w, saidTrust{})
	must(t, os.Chmod(dir+"/base", 0o775))
	must(t, os.Chown(dir+"/base", -1, os.Getgid()))
	// Of the tests' user nothing is known here but that root's group is right.
	r.owner.entry = (&modes{
		user: uint32(os.Geteuid()), lstat: w.Lstat,
		accounts: func() (*accounts, error) {
			return &accounts{groups: []account{{name: "wheel", id: uint32(os.Getgid())}}}, nil
		},
		listed: func(path string) (bool, error) { return hasAccessList(path) },
	}).entry
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), "")

	list := binary.LittleEndian.AppendUint32(nil, 2) // version; then tag, permissions and id of each entry: acl(5)
	for _, e := range [][3]uint32{{1, 7, ^uint32(0)}, {2, 7, 4711}, {4, 5, ^uint32(0)}, {16, 7, ^uint32(0)}, {32, 5, ^uint32(0)}} {
		list = binary.LittleEndian.AppendUint16(list, uint16(e[0]))
		list = binary.LittleEndian.AppendUint16(list, uint16(e[1]))
		list = binary.LittleEndian.AppendUint32(list, e[2])
	}
	err := unix.Setxattr(dir+"/base", "system.posix_acl_access", list, 0)
	if errors.Is(err, unix.ENOTSUP) {
		t.Skip("the file system of the temporary directory has no access lists")
	}
	must(t, err)
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), "through an access list")
}
