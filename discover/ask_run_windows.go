package discover

import (
	"errors"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// ownGroup keeps the child from this console and its signals.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		HideWindow: true, CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW,
	}
}

// group is a job: it ends with its last handle, so also when this process is
// killed, and takes with it all that was started in it.
type group windows.Handle

func groupOf(pid int) (group, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0, err
	}
	info := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{}
	info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err == nil {
		err = assign(job, pid)
	}
	if err != nil {
		return 0, errors.Join(err, windows.CloseHandle(job))
	}
	return group(job), nil
}

func assign(job windows.Handle, pid int) error {
	process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(pid))
	if err != nil {
		return err
	}
	return errors.Join(windows.AssignProcessToJobObject(job, process), windows.CloseHandle(process))
}

// kill ends all of it. That there is nothing left is what is wanted.
func (g group) kill() { _ = windows.TerminateJobObject(windows.Handle(g), 1) }

func (g group) close() { _ = windows.CloseHandle(windows.Handle(g)) }
