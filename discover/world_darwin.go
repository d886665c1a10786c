package discover

import "syscall"

func times(st *syscall.Stat_t) (ctime, btime int64) {
	return st.Ctimespec.Nano(), st.Birthtimespec.Nano()
}
