package discover

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/sys/windows/registry"
)

// machineRegistry is the registry of this machine.
func machineRegistry() Registry { return hives{} }

type hives struct{}

// open opens a key for reading.
func (hives) open(key string) (registry.Key, error) {
	name, path, _ := strings.Cut(key, `\`)
	hive, view := registry.CURRENT_USER, uint32(0)
	switch name {
	case "HKCU":
	case "HKLM64":
		hive, view = registry.LOCAL_MACHINE, registry.WOW64_64KEY
	case "HKLM32":
		hive, view = registry.LOCAL_MACHINE, registry.WOW64_32KEY
	default:
		return 0, fmt.Errorf("no such hive: %s", name)
	}
	return registry.OpenKey(hive, path, registry.READ|view)
}

func (h hives) Keys(key string) (names []string, err error) {
	k, err := h.open(key)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, k.Close()) }()
	names, err = k.ReadSubKeyNames(-1)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return names, err
}

// Value expands the variables of a text that asks for it (REG_EXPAND_SZ).
func (h hives) Value(key, name string) (value string, err error) {
	k, err := h.open(key)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, k.Close()) }()
	value, kind, err := k.GetStringValue(name)
	switch {
	case errors.Is(err, registry.ErrUnexpectedType):
		return "", nil // a number is no text
	case err == nil && kind == registry.EXPAND_SZ:
		value, err = registry.ExpandString(value)
	}
	return value, err
}
