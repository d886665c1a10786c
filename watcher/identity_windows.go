package watcher

import (
	"fmt"
	"io/fs"

	"golang.org/x/sys/windows"
)

// identify joins volume serial number and file index, like os.SameFile. The handle is
// opened without access rights and shares everything, so it hinders nobody.
func identify(path string) (Identity, bool, error) {
	info, err := fileInformation(path)
	if err != nil {
		return "", false, &fs.PathError{Op: "identify", Path: path, Err: err}
	}
	dir := info.FileAttributes&windows.FILE_ATTRIBUTE_DIRECTORY != 0
	return Identity(fmt.Sprintf("w:%x:%x.%x", info.VolumeSerialNumber, info.FileIndexHigh, info.FileIndexLow)), dir, nil
}

func fileInformation(path string) (info windows.ByHandleFileInformation, err error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return info, err
	}
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	// FILE_FLAG_BACKUP_SEMANTICS is what lets CreateFile open a directory.
	h, err := windows.CreateFile(name, 0, share, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		return info, err
	}
	defer windows.CloseHandle(h)
	err = windows.GetFileInformationByHandle(h, &info)
	return info, err
}
