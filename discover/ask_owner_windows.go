package discover

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// newOwnership gives the test for this machine and the user of this process.
func newOwnership(w *World) *ownership {
	return &ownership{world: w, entry: func(path string, as entryRole) error {
		token := windows.GetCurrentProcessToken()
		user, err := token.GetTokenUser()
		if err != nil {
			return err
		}
		owner, grants, absent, err := accessList(w.host(path))
		if err != nil {
			return err
		}
		if why := aclProblem(owner, grants, absent, user.User.Sid.String(), as); why != "" {
			return ownerError(path, "%s", why)
		}
		return nil
	}}
}

// accessList reads who owns an entry and what its access list allows. What it
// denies is left out, which can only make more refused.
func accessList(host string) (owner string, grants []grant, absent bool, err error) {
	sd, err := windows.GetNamedSecurityInfo(host, windows.SE_FILE_OBJECT,
		windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return "", nil, false, err
	}
	sid, _, err := sd.Owner()
	if err != nil {
		return "", nil, false, err
	}
	acl, _, err := sd.DACL()
	if err != nil || acl == nil {
		return sid.String(), nil, true, nil // without a list everybody may do everything
	}
	for i := range uint32(acl.AceCount) {
		var ace *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(acl, i, &ace); err != nil {
			return "", nil, false, err
		}
		if ace.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE {
			if ace.Header.AceType != windows.ACCESS_DENIED_ACE_TYPE {
				return sid.String(), nil, true, nil // a kind that is not understood may allow anything
			}
			continue
		}
		who := (*windows.SID)(unsafe.Pointer(&ace.SidStart))
		grants = append(grants, grant{
			sid: who.String(), rights: right(ace.Mask),
			inherited: ace.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0,
		})
	}
	return sid.String(), grants, false, nil
}
