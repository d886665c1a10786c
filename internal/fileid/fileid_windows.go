package fileid

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// fileIDInfo is FILE_ID_INFO of winbase.h.
type fileIDInfo struct {
	Volume uint64
	ID     [16]byte
}

// maxPath is where the plain form of a path ends (MAX_PATH less a file name).
const maxPath = 248

func identify(path string, follow bool, _ *mounts) (string, error) {
	if len(path) >= maxPath && len(path) > 2 && path[1] == ':' {
		path = `\\?\` + strings.ReplaceAll(path, "/", `\`)
	}
	p, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return "", err
	}
	// Directories open only with BACKUP_SEMANTICS. All sharing is granted, and
	// the handle is closed at once: it must not keep a rename from anybody.
	flags := uint32(windows.FILE_FLAG_BACKUP_SEMANTICS)
	if !follow {
		flags |= windows.FILE_FLAG_OPEN_REPARSE_POINT
	}
	share := uint32(windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE)
	h, err := windows.CreateFile(p, windows.FILE_READ_ATTRIBUTES, share, nil, windows.OPEN_EXISTING, flags, 0)
	if err != nil {
		return "", err
	}
	defer windows.CloseHandle(h) //nolint:errcheck // opened for attributes alone
	var info fileIDInfo
	err = windows.GetFileInformationByHandleEx(h, windows.FileIdInfo, (*byte)(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err == nil {
		return "w" + strconv.FormatUint(info.Volume, 16) + ":" + hex.EncodeToString(info.ID[:]), nil
	}
	// FAT and some network volumes know the older, 64-bit form alone.
	var old windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(h, &old); err != nil {
		return "", err
	}
	ino := uint64(old.FileIndexHigh)<<32 | uint64(old.FileIndexLow)
	return inode(uint64(old.VolumeSerialNumber), ino, old.CreationTime.Nanoseconds()), nil
}
