package discover

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

// madeOwners is a machine of which only owners and permissions are told: path to
// "mode uid gid", a file or link by "-" or "l" before the mode.
type madeOwners map[string]Info

func dirOf(mode fs.FileMode, uid, gid uint32) Info {
	return Info{Mode: fs.ModeDir | mode, UID: uid, GID: gid}
}

func (m madeOwners) lstat(path string) (Info, error) {
	if i, ok := m[path]; ok {
		return i, nil
	}
	return Info{}, &fs.PathError{Op: "lstat", Path: path, Err: fs.ErrNotExist}
}

// The user of the tests, and groups.
const (
	me, other   = 1000, 1001
	private     = 1000
	shared      = 100
	crowded     = 1002 // has another member
	staffGroup  = 50
	wheelGroup  = 10
	sudoGroup   = 27
	adminGroup  = 80
	unlistedGID = 4711
)

const groupFile = `root:x:0:
# a remark:x:1000:mallory
users:x:100:u,mallory
staff:x:50:mallory
wheel:x:10:
sudo:x:27:mallory
admin:x:80:mallory
u:x:1000:u
+:::
short:x:1000
bad:x:many:mallory
`

const passwdFile = `root:x:0:0:root:/root:/bin/sh
u:x:1000:1000::/home/u:/bin/sh
mallory:x:1001:1001::/home/m:/bin/sh
`

func accountsOf(t *testing.T, group, passwd string) *accounts {
	t.Helper()
	a, err := readAccounts(unpacked(t, "-- /etc/group --\n"+group+"-- /etc/passwd --\n"+passwd))
	must(t, err)
	return a
}

// TestOwnership: each violation, at the file and at a directory above it.
func TestOwnership(t *testing.T) {
	all := accountsOf(t, groupFile, passwdFile)
	good := func() madeOwners {
		return madeOwners{
			"/": dirOf(0o755, 0, 0), "/home": dirOf(0o755, 0, 0), "/home/u": dirOf(0o700, me, private),
			"/home/u/py": dirOf(0o755, me, private), "/home/u/py/bin": dirOf(0o755, me, private),
			"/home/u/py/bin/python3.13": {Mode: 0o755, UID: me, GID: private},
		}
	}
	const file, bin, prefix, far = "/home/u/py/bin/python3.13", "/home/u/py/bin", "/home/u/py", "/home"
	for _, tt := range []struct {
		name   string
		change map[string]Info
		want   string // part of the refusal; empty: it passes
	}{
		{"as it should be", nil, ""},
		{"root's file", map[string]Info{file: {Mode: 0o755}}, ""},
		{"another's file", map[string]Info{file: {Mode: 0o755, UID: other}}, file + " belongs to another user (1001)"},
		{"another's directory", map[string]Info{bin: dirOf(0o755, other, private)}, bin + " belongs"},
		{"another's directory far above", map[string]Info{far: dirOf(0o755, other, 0)}, far + " belongs"},
		{"a file for everybody", map[string]Info{file: {Mode: 0o757, UID: me, GID: private}}, file + " can be written by everybody"},
		{"a directory for everybody", map[string]Info{bin: dirOf(0o757, me, private)}, bin + " can be written by everybody"},
		{"a directory far above for everybody", map[string]Info{far: dirOf(0o777, 0, 0)}, far + " can be written by everybody"},
		{"sticky, far above", map[string]Info{far: dirOf(0o777|fs.ModeSticky, 0, 0)}, ""},
		{"sticky, another's", map[string]Info{far: dirOf(0o777|fs.ModeSticky, other, 0)}, far + " belongs"},
		{"sticky, where the interpreter lies", map[string]Info{bin: dirOf(0o777|fs.ModeSticky, me, private)}, bin + " can be written by everybody"},
		{"sticky, where it looks for its library", map[string]Info{prefix: dirOf(0o777|fs.ModeSticky, me, private)}, prefix + " can be written by everybody"},
		{"a sticky file", map[string]Info{file: {Mode: 0o757 | fs.ModeSticky, UID: me, GID: private}}, file + " can be written by everybody"},
		{"root's group", map[string]Info{far: dirOf(0o775, 0, 0), file: {Mode: 0o775, UID: me, GID: 0}}, ""},
		{"the user's own group", map[string]Info{prefix: dirOf(0o775, me, private), file: {Mode: 0o775, UID: me, GID: private}}, ""},
		{"administrators", map[string]Info{
			far: dirOf(0o775, 0, staffGroup), prefix: dirOf(0o775, me, adminGroup), bin: dirOf(0o775, me, wheelGroup), file: {Mode: 0o775, UID: me, GID: sudoGroup},
		}, ""},
		{"a shared group's file", map[string]Info{file: {Mode: 0o775, UID: me, GID: shared}}, file + " can be written by the group 100"},
		{"a shared group's directory", map[string]Info{bin: dirOf(0o775, me, shared)}, bin + " can be written by the group 100"},
		{"a shared group far above", map[string]Info{far: dirOf(0o775|fs.ModeSticky, 0, shared)}, far + " can be written by the group 100"},
		{"a group that may only read", map[string]Info{bin: dirOf(0o755, me, shared)}, ""},
		{"a group of which nothing is known", map[string]Info{bin: dirOf(0o775, me, unlistedGID)}, bin + " can be written by the group 4711"},
		{"a link where a directory was", map[string]Info{bin: {Mode: 0o777 | fs.ModeSymlink, UID: me}}, bin + " is no longer"},
		{"a link where the file was", map[string]Info{file: {Mode: 0o777 | fs.ModeSymlink, UID: me}}, file + " is no longer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			made := good()
			for path, info := range tt.change {
				made[path] = info
			}
			m := &modes{
				user: me, lstat: made.lstat, accounts: func() (*accounts, error) { return all, nil },
				listed: func(string) (bool, error) { return false, nil },
			}
			o := &ownership{world: &World{OS: "linux"}, entry: m.entry}
			wantRefusal(t, o.check(file, bin, prefix), tt.want)
		})
	}
}

func wantRefusal(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("refused: %v", err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("got %v, want %q", err, want)
	}
}

// TestOwnershipNeedsToKnow: what cannot be found out is refused.
func TestOwnershipNeedsToKnow(t *testing.T) {
	broken := errors.New("broken")
	made := madeOwners{"/": dirOf(0o755, 0, 0), "/f": {Mode: 0o775, UID: me, GID: private}}
	none := func(string) (bool, error) { return false, nil }
	for name, m := range map[string]*modes{
		"absent":     {user: me, lstat: madeOwners{}.lstat, listed: none},
		"no groups":  {user: me, lstat: made.lstat, listed: none, accounts: func() (*accounts, error) { return nil, broken }},
		"no list":    {user: me, lstat: made.lstat, listed: func(string) (bool, error) { return false, broken }},
		"a list":     {user: me, lstat: made.lstat, listed: func(string) (bool, error) { return true, nil }},
		"root's too": {user: 0, lstat: made.lstat, listed: none, accounts: func() (*accounts, error) { return &accounts{}, nil }},
	} {
		if err := (&ownership{world: &World{OS: "linux"}, entry: m.entry}).check("/f"); err == nil {
			t.Errorf("%s: passes", name)
		}
	}
}

func TestPrivateGroups(t *testing.T) {
	for _, tt := range []struct {
		name, group, passwd string
		gid                 uint32
		want                bool
	}{
		{"alone", groupFile, passwdFile, private, true},
		{"not mentioned", "root:x:0:\n", "root:x:0:0::/:\n", private, true},
		{"another's number", groupFile, passwdFile, other, false},
		{"a member", "u:x:1000:u,mallory\n", passwdFile, private, false},
		{"a member without an account", "u:x:1000:who\n", passwdFile, private, false},
		{"a second name with a member", "u:x:1000:\nv:x:1000:mallory\n", passwdFile, private, false},
		{"somebody's primary group", groupFile, passwdFile + "eve:x:1003:1000::/:\n", private, false},
		{"the user by another name", "u:x:1000:v\n", passwdFile + "v:x:1000:1000::/:\n", private, true},
	} {
		if got := accountsOf(t, tt.group, tt.passwd).private(tt.gid, me); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if all := accountsOf(t, groupFile, passwdFile); all.administer(shared) || all.administer(private) || !all.administer(wheelGroup) {
		t.Error("the administrators are others")
	}
	if _, err := readAccounts(unpacked(t, "-- /etc/group --\n"+groupFile)); err == nil {
		t.Error("without users nothing can be said")
	}
}

// TestAccessLists: the same test where access is by lists.
func TestAccessLists(t *testing.T) {
	const user, users, system = "S-1-5-21-1-2-3-1001", "S-1-5-32-545", "S-1-5-18"
	const installer = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
	read := right(0x1 | 0x8 | 0x20 | 0x80 | 0x20000)
	all := right(0x1f01ff)
	for _, tt := range []struct {
		name   string
		owner  string
		grants []grant
		absent bool
		as     entryRole
		want   bool // it passes
	}{
		{"the user's own", user, []grant{{user, all, false}, {system, all, false}, {"S-1-5-32-544", all, false}, {users, read, false}}, false, roleClosed, true},
		{"the system's", installer, []grant{{installer, all, false}, {users, read, false}}, false, roleClosed, true},
		{"another's", users, []grant{{user, all, false}}, false, roleClosed, false},
		{"nobody's", "", []grant{{user, all, false}}, false, roleClosed, false},
		{"without a list", user, nil, true, roleAbove, false},
		{"everybody may change it", user, []grant{{"S-1-1-0", 0x1301bf, false}}, false, roleAbove, false},
		{"users may write it", user, []grant{{users, 0x2, false}}, false, roleClosed, false},
		{"users may make directories beside it", user, []grant{{users, 0x4, false}}, false, roleClosed, false},
		{"users may make directories far above", system, []grant{{users, 0x4, false}}, false, roleAbove, true},
		{"users may delete what lies below", system, []grant{{users, 0x40, false}}, false, roleAbove, false},
		{"users may give themselves rights", system, []grant{{users, 0x40000, false}}, false, roleAbove, false},
		{"by a generic right", system, []grant{{users, 0x10000000, false}}, false, roleAbove, false},
		{"only for what is made below", system, []grant{{users, all, true}}, false, roleClosed, true},
	} {
		if why := aclProblem(tt.owner, tt.grants, tt.absent, user, tt.as); (why == "") != tt.want {
			t.Errorf("%s: %q", tt.name, why)
		}
	}
}
