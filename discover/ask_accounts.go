package discover

import (
	"slices"
	"strconv"
	"strings"
)

// maxAccounts bounds the two files below: a large institution's have some MiB.
const maxAccounts = 8 << 20

// accounts is what the machine's own files say of users and groups (passwd(5),
// group(5)). Directories of accounts elsewhere, such as LDAP, are not asked.
type accounts struct {
	groups []account
	users  []account
}

// account is one line of either file.
type account struct {
	name    string
	id      uint32
	group   uint32   // primary, of a user
	members []string // of a group
}

func readAccounts(w *World) (*accounts, error) {
	groups, err := w.ReadFile("/etc/group", maxAccounts)
	if err != nil {
		return nil, err
	}
	users, err := w.ReadFile("/etc/passwd", maxAccounts)
	if err != nil {
		return nil, err
	}
	a := &accounts{}
	for f := range accountLines(groups, 4) {
		if id, ok := accountID(f[2]); ok {
			a.groups = append(a.groups, account{name: f[0], id: id, members: strings.FieldsFunc(f[3], func(r rune) bool { return r == ',' || r == ' ' })})
		}
	}
	for f := range accountLines(users, 4) {
		id, ok := accountID(f[2])
		if group, good := accountID(f[3]); ok && good {
			a.users = append(a.users, account{name: f[0], id: id, group: group})
		}
	}
	return a, nil
}

// accountLines gives the fields of each line that has as many; the others are
// remarks, or ask for accounts from elsewhere.
func accountLines(data []byte, fields int) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(string(data)) {
			f := strings.Split(strings.TrimRight(line, "\r\n"), ":")
			if len(f) >= fields && !strings.HasPrefix(f[0], "#") && !yield(f) {
				return
			}
		}
	}
}

func accountID(s string) (uint32, bool) {
	n, err := strconv.ParseUint(s, 10, 32)
	return uint32(n), err == nil
}

// administer reports whether a group is that of the administrators.
func (a *accounts) administer(gid uint32) bool {
	return slices.ContainsFunc(a.groups, func(g account) bool { return g.id == gid && administers(g.name) })
}

// private reports whether a group is the user's own: it has the user's number,
// and nobody else is in it. What is said nowhere does not count against it.
func (a *accounts) private(gid, user uint32) bool {
	if gid != user {
		return false
	}
	own := func(name string) bool {
		return slices.ContainsFunc(a.users, func(u account) bool { return u.name == name && u.id == user })
	}
	for _, g := range a.groups {
		if g.id == gid && slices.ContainsFunc(g.members, func(m string) bool { return !own(m) }) {
			return false
		}
	}
	return !slices.ContainsFunc(a.users, func(u account) bool { return u.group == gid && u.id != user })
}
