// Package engine is the only owner of what is known about the machine. One
// loop takes commands, scan results and watch batches, decides what may be told
// and when, and publishes immutable snapshots.
//
// Promises:
//   - The loop does no I/O and never waits for anybody: scans run in workers,
//     the wanted watches and the published snapshot are slots that hold the
//     latest value. Only sends into the loop may block.
//   - State comes from scans alone. A watch batch only says where to look again.
//   - Per root at most one scan runs and at most one waits.
//   - A directory is watched before it counts as looked at: whatever is armed is
//     scanned again afterwards, and what was scanned as another directory than
//     the one that was armed is scanned once more.
//   - A change is told once, when it is complete: an environment that vanishes is
//     held for half a second, one that is remade until it is ready. What is held
//     is what readers see, so a read and the pushes after it always agree.
package engine
