// Package state keeps what venvd must remember between its runs, and what all
// daemons of one person agree on: the choices made by hand, the trust that was
// given, the environments that were followed, and which daemons run. It is the
// only writer of the state directory.
//
// What it promises:
//
//   - A file holds its old or its new content, whatever happens while it is
//     written: a crash, a full disk, a kill. A write is a temporary file, an
//     fsync and a rename.
//   - No change of one daemon is lost to another: every change is read, made
//     and written under one lock file that all processes share. Who cannot have
//     the lock within [LockLimit] fails with [ErrBusy] and has changed nothing.
//   - Reading takes no lock, so a daemon that cannot write still knows
//     everything and says clearly what it could not keep.
//   - A file that cannot be understood is moved aside, never deleted, and the
//     others live on; a single entry that cannot be understood is left where it
//     is. Members that this version does not know are kept. A file of a newer
//     version is read and never written.
//
// Files are JSON, {"version":1,"entries":[…]}, mode 0600 in a directory of mode
// 0700, for trust must not be given by somebody else.
package state
