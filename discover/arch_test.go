package discover

import (
	"os"
	"runtime"
	"testing"
)

func TestRuns(t *testing.T) {
	for _, tt := range []struct {
		os, machine, arch string
		want              bool
	}{
		{"linux", "x86_64", "x86_64", true},
		{"linux", "x86_64", "x86", true},
		{"linux", "x86_64", "arm64", false},
		{"linux", "x86", "x86_64", true}, // a 32-bit venvd on a 64-bit system
		{"linux", "arm64", "arm", true},
		{"linux", "arm64", "x86_64", false},
		{"linux", "riscv64", "x86_64", false},
		{"linux", "", "arm64", true},
		{"linux", "x86_64", "", true},
		{"darwin", "arm64", "x86_64", true},
		{"darwin", "x86_64", "arm64", true}, // venvd may be translated itself
		{"darwin", "arm64", "universal2", true},
		{"darwin", "arm64", "x86", false},
		{"darwin", "x86_64", "x86", false},
		{"windows", "arm64", "x86_64", true},
		{"windows", "arm64", "x86", true},
		{"windows", "x86_64", "x86", true},
		{"windows", "x86_64", "arm64", true}, // venvd may be emulated itself
		{"freebsd", "x86_64", "arm64", false},
	} {
		if got := (&World{OS: tt.os, Arch: tt.machine}).runs(tt.arch); got != tt.want {
			t.Errorf("%s on %s runs %s: %v", tt.os, tt.machine, tt.arch, got)
		}
	}
}

// TestThisProcessor: what Go calls the processor is what its programs' headers
// say, read from the running test itself.
func TestThisProcessor(t *testing.T) {
	w := NewWorld()
	own, err := os.Executable()
	must(t, err)
	head, err := NewLook(w).ReadHead(own, headerSize)
	must(t, err)
	if kind, arch := readHeader(head); kind != w.native() || arch != w.Arch || arch == "" {
		t.Errorf("this program is %v for %q, and the machine has %q (%s)", kind, arch, w.Arch, runtime.GOARCH)
	}
}

func TestEmulators(t *testing.T) {
	const qemu = "enabled\ninterpreter /usr/bin/qemu-aarch64\nflags: F\noffset 0\n" +
		"magic 7f454c460201010000000000000000000200b700\nmask ffffffffffffff00fffffffffffffffffeffffff\n"
	arm, intel := programFor(t, "!elf", "arm64"), programFor(t, "!elf", "x86_64")
	for _, tt := range []struct {
		text        string
		arm, others bool
	}{
		{qemu, true, false},
		{"disabled" + qemu[len("enabled"):], false, false},
		{"enabled\ninterpreter /usr/bin/jexec\nflags:\nextension .jar\n", false, false},
		{"enabled\ninterpreter /x\nflags:\noffset 0\nmagic 7f454c46\n", true, true},
		{"enabled\noffset 9999\nmagic 7f\n", false, false},
		{"enabled\noffset -1\nmagic 7f\n", false, false},
		{"enabled\noffset x\nmagic 7f\n", false, false},
		{"enabled\noffset 0\nmagic 7f\nmask ffff\n", false, false},
		{"enabled\noffset 0\nmagic 7\n", false, false},
		{"", false, false},
	} {
		m, ok := parseEmulator(tt.text)
		if (ok && m.takes(arm)) != tt.arm || (ok && m.takes(intel)) != tt.others {
			t.Errorf("%q takes arm64 %v, x86_64 %v", tt.text, ok && m.takes(arm), ok && m.takes(intel))
		}
	}
}
