// Package cli is the command line: the commands, and the one place where all
// parts of venvd meet.
//
// Rules of output: what was asked for goes to stdout and nothing else does;
// notes, hints and errors go to stderr, without capitals and full stops, a hint
// on a line of its own. On a terminal a listing is a table, in colour where the
// terminal has it; piped it is plain. Every command has a --json twin that
// prints the protocol's result of the same name.
package cli
