// Package watcher says when to look at a path again. It speaks paths, not
// environments: a set of wanted paths goes in ([Watcher.Want]), batches of hints
// come out ([Watcher.Batches]). It is the only importer of fsnotify.
//
// # Promises
//
//   - Events are hints. Nothing may be replayed from them: a [Batch] says where to
//     look, never what is there.
//   - A wanted path is reported as [Armed] with the [Identity] of the directory that
//     is really watched. The identity was the same before and after the watch was
//     set, so a scan that began later and saw the same identity has missed nothing.
//   - A wanted path that is absent is watched through its nearest existing ancestor
//     and stepped down to as it appears. A directory that is removed, renamed away or
//     replaced is armed again. A link that leads to a directory is watched at both
//     ends: where the link lies, and where it leads.
//   - Two wanted paths that lead to one directory share one kernel watch and are both
//     reported, each under its own name.
//   - Want, Verify, Barrier and Status never block. An event reaches Batches at once:
//     there is no debounce, batches only grow while the receiver is busy, and their
//     size is bounded (see limits.go).
//   - A [Watcher.Barrier] is always answered, at the latest after barrierWait. When the
//     order of events could not be proven it is answered together with [Batch].Lost.
//
// # Limits
//
//   - The kernel tells nobody when an ancestor of a watched directory is renamed. If
//     that ancestor's parent is itself watched, the paths beneath are checked by
//     themselves; else only by [Watcher.Verify], which callers run in a safety pass.
//   - Links are followed and watched where a wanted path itself is one. A link among its
//     ancestors that is made to lead elsewhere is found by Verify only.
//   - An empty directory that is removed while some process holds it open is reported
//     only if its parent is watched, or by Verify: the kernel delays the event.
//   - fsnotify 1.10.1 holds the lock that event delivery needs while it adds a watch.
//     Every path is therefore looked at, which is what hangs on a dead mount, before
//     fsnotify is called, without that lock: then nothing new is armed until the mount
//     answers, but events keep flowing. Only a mount that dies between the look and
//     the Add delays events too.
//   - The order that Barrier relies on is that of one inotify instance. On other
//     systems a barrier proves only that earlier events of its own directory came.
package watcher
