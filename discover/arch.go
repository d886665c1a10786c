package discover

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// machineArch gives the machine's processor, in the words of Environment.Arch,
// by the GOARCH that venvd is built for; empty for those that nobody has told
// apart yet.
func machineArch(goarch string) string {
	switch goarch {
	case "amd64":
		return "x86_64"
	case "386":
		return "x86"
	case "loong64":
		return "loongarch64"
	case "arm64", "arm", "ppc64", "ppc64le", "s390x", "riscv64":
		return goarch
	}
	return ""
}

// runs reports whether this machine can run what is built for a processor. In
// doubt it can: an unknown processor keeps nothing from running.
func (w *World) runs(arch string) bool {
	return w.Arch == "" || arch == "" || arch == w.Arch || arch == "universal2" || slices.Contains(w.alsoRuns(), arch)
}

// alsoRuns gives what runs besides the machine's own: 32-bit programs on 64-bit
// systems (not on macOS, since 10.15), x86_64 on ARM by Rosetta or by Windows'
// emulation. The last may be how venvd itself runs, and a 32-bit venvd may run
// on a 64-bit system, so the other direction is not ruled out there either.
func (w *World) alsoRuns() []string {
	switch w.OS + " " + w.Arch {
	case "darwin x86_64":
		return []string{"arm64"}
	case "darwin arm64":
		return []string{"x86_64"}
	case "windows x86_64", "windows x86", "windows arm64":
		return []string{"x86", "x86_64", "arm64"}
	}
	switch w.Arch {
	case "x86_64":
		return []string{"x86"}
	case "x86":
		return []string{"x86_64"}
	case "arm64":
		return []string{"arm"}
	case "arm":
		return []string{"arm64"}
	case "ppc64":
		return []string{"ppc64le"}
	case "ppc64le":
		return []string{"ppc64"}
	}
	return nil
}

// native is the format of this system's programs. Every system that is neither
// Windows nor macOS has ELF.
func (w *World) native() program {
	switch w.OS {
	case "windows":
		return programPE
	case "darwin":
		return programMach
	}
	return programELF
}

// misfit reports whether a program that begins with head is built for a
// processor that this machine does not run, neither by itself nor by an
// emulator that is registered for it.
func misfit(l *Look, kind program, arch string, head []byte) bool {
	w := l.World()
	if kind != w.native() || w.runs(arch) {
		return false
	}
	emulators := once(l, "emulators", readEmulators)
	return !slices.ContainsFunc(emulators, func(e emulator) bool { return e.takes(head) })
}

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
