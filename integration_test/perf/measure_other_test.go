//go:build !linux

package perf_test

// asMeter: memory is measured on Linux alone.
func asMeter() bool { return false }
