package state

import (
	"errors"

	"golang.org/x/sys/windows"
)

// stillActive is what GetExitCodeProcess gives for a process that runs
// (STILL_ACTIVE, winbase.h).
const stillActive = 259

// alive reports whether a process has this id. One of somebody else, that may
// not be opened, is alive.
func alive(pid int) bool {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return errors.Is(err, windows.ERROR_ACCESS_DENIED)
	}
	var code uint32
	err = windows.GetExitCodeProcess(h, &code)
	return errors.Join(err, windows.CloseHandle(h)) != nil || code == stillActive
}
