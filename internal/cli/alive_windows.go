package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// aliveProcess: a process that has ended is signalled.
func aliveProcess(p *os.Process) bool {
	h, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(p.Pid))
	if err != nil {
		return false
	}
	defer windows.CloseHandle(h) //nolint:errcheck // the handle is ours and open
	event, err := windows.WaitForSingleObject(h, 0)
	return err == nil && event == uint32(windows.WAIT_TIMEOUT)
}
