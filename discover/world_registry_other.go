//go:build !windows

package discover

// machineRegistry: only Windows has one.
func machineRegistry() Registry { return nil }
