package discover

// right is a set of access rights of Windows (winnt.h, "File Access Rights").
type right uint32

// The rights by which an entry is changed or replaced, and those by which a new
// one is made beside it. Of a file they are those to write it.
const (
	rightMake    right = 0x2 | 0x4                                                    // FILE_ADD_FILE, FILE_ADD_SUBDIRECTORY; FILE_WRITE_DATA, FILE_APPEND_DATA
	rightReplace right = 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000 // FILE_DELETE_CHILD, DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_ALL, GENERIC_WRITE
)

// grant is one entry of an access list that allows something.
type grant struct {
	sid       string
	rights    right
	inherited bool // it is for what is made below, and not for the entry itself
}

// aclProblem says who else may change an entry, by its owner and what its access
// list allows; empty when nobody may. A list that is absent allows everybody
// everything. In a directory above, such as the root of a drive, others may make
// entries of their own, for they cannot touch those of others.
func aclProblem(owner string, grants []grant, absent bool, user string, as entryRole) string {
	switch {
	case absent:
		return "can be written by everybody"
	case !ownSID(owner, user):
		return "belongs to another user (" + owner + ")"
	}
	harm := rightReplace
	if as != roleAbove {
		harm |= rightMake
	}
	for _, g := range grants {
		if !g.inherited && g.rights&harm != 0 && !ownSID(g.sid, user) {
			return "can be written by " + g.sid
		}
	}
	return ""
}

// ownSID reports whether a security identifier is the user's, or one of those
// that may do everything anyway ("Well-known SIDs"): SYSTEM, Administrators,
// TrustedInstaller.
func ownSID(sid, user string) bool {
	switch sid {
	case "S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464":
		return true
	}
	return sid != "" && sid == user
}
