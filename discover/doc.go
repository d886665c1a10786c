// Package discover looks at the machine and tells which Python environments,
// base installations and projects are there, what is wrong with them, and what
// each finding was decided by.
//
// It promises:
//
//   - Nothing is executed and nothing is written by looking. Files are read,
//     never more than a bound, and never what is no regular file.
//   - The same machine gives the same answer: two scans of an unchanged
//     machine give equal reports in equal order, whatever the number of
//     workers.
//   - What cannot be read, loops, is too large, is not UTF-8 or does not
//     answer costs only itself: the rest is found, in time, and a fault with
//     the path is reported. A scan fails only when it is cancelled or its root
//     cannot be scanned at all.
//   - A scan of a root that was scanned before looks only at what is stale.
//
// Three layers: World is the machine behind a narrow door and counts its calls;
// Look is one finding's view of it and records what was looked at, absences
// included; Scanner walks roots, remembers units of work with their records,
// and gives a Report. How each tool's environments are recognised is in the
// table of tools.go. What is installed in an environment is read when somebody
// asks for it, and nothing of it is remembered (distributions.go).
//
// Beside them stands the Asker, which runs a base's interpreter when no file
// tells its version and the person's trust allows it: see ask.go.
package discover
