// Package venvcore is the vocabulary of venvd and its pure decisions: what an
// environment, a project and a selection are, which interpreter a project gets
// and why, what is wrong with an environment, and what changed between two
// states of the machine.
//
// It promises to do no I/O, to read no clock, to know no JSON and to log
// nothing: everything it needs is handed in as values, so nothing in it can
// fail but the parsing of a version, and every decision can be tested as a
// table. Values handed out in a Snapshot are shared between goroutines and are
// never changed afterwards.
//
// Paths are absolute, cleaned and in the form of the machine they were found
// on. The path of an environment is the one it was found by, never what its
// links resolve to.
package venvcore
