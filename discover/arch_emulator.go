package discover

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
)

// emulators are registered here on Linux (binfmt_misc, in the kernel's
// admin-guide): qemu-user, FEX, Rosetta in a virtual machine.
const (
	emulatorDir = "/proc/sys/fs/binfmt_misc"
	// maxEmulator bounds one registration, which has some 200 bytes.
	maxEmulator = 4 << 10
)

// emulator is one registration: which programs it is given, by their first
// bytes.
type emulator struct {
	offset      int
	magic, mask []byte
}

func readEmulators(l *Look) []emulator {
	if l.World().OS != "linux" {
		return nil
	}
	l = l.quiet() // the kernel tells nobody of a change there
	entries, err := l.ReadDir(emulatorDir)
	if err != nil {
		return nil // not mounted: there are none
	}
	var out []emulator
	for _, e := range entries {
		data, err := l.ReadFile(l.World().Join(emulatorDir, e.Name), maxEmulator)
		if err != nil {
			continue // "register" can only be written
		}
		if m, ok := parseEmulator(string(data)); ok {
			out = append(out, m)
		}
	}
	return out
}

// parseEmulator reads a registration: "enabled", then a line for each setting.
// One that goes by the ending of the name has no magic.
func parseEmulator(text string) (emulator, bool) {
	var m emulator
	var err error
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "disabled":
			return m, false
		case "offset":
			m.offset, err = strconv.Atoi(value)
		case "magic":
			m.magic, err = hex.DecodeString(value)
		case "mask":
			m.mask, err = hex.DecodeString(value)
		}
		if err != nil {
			return m, false
		}
	}
	return m, len(m.magic) > 0 && m.offset >= 0 && (m.mask == nil || len(m.mask) == len(m.magic))
}

// takes reports whether the emulator is given a program that begins with head.
func (m emulator) takes(head []byte) bool {
	if len(head) < m.offset+len(m.magic) {
		return false
	}
	got := bytes.Clone(head[m.offset : m.offset+len(m.magic)])
	for i := range m.mask {
		got[i] &= m.mask[i]
	}
	return bytes.Equal(got, m.masked())
}

// masked is the magic as it is compared: the kernel ignores what the mask
// leaves out of it too.
func (m emulator) masked() []byte {
	out := bytes.Clone(m.magic)
	for i := range m.mask {
		out[i] &= m.mask[i]
	}
	return out
}
