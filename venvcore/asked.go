package venvcore

// File names one content of a file, as far as the system tells without reading
// it: when any member differs, the file was changed or replaced. Dev and Ino are
// 0 where the system does not tell.
type File struct {
	Path     string // without links
	Dev, Ino uint64
	Size     int64
	MTime    int64 // Unix nanoseconds
}

// Asked is what became of asking the interpreter in one file for its version,
// which is done only where no file tells it.
type Asked struct {
	File           File
	Version        string // in full, "3.13.0"; empty when Failure says why there is none
	Implementation string // as for Environment
	Machine        string // that it is built for, as it says itself; may be empty
	FreeThreaded   bool
	Failure        string // one sentence; empty when it has answered
	At             int64  // when it was asked, in Unix milliseconds
}

// IsFull reports whether a version says its patch and not its minor alone.
func IsFull(version string) bool { return version != Minor(version) }

// told reports whether a version says more of what was said before and
// contradicts nothing of it: it was found out, and is no other one.
func told(before, now string) bool {
	return before != now && (before == "" || !IsFull(before) && Minor(now) == before)
}
