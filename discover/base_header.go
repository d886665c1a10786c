package discover

import (
	"bytes"
	"encoding/binary"
)

// headerSize is how much of a program is read: enough for the headers of the
// three formats and the longest `#!` line of any system.
const headerSize = 1024

// program says what kind of file stands where an interpreter should be.
type program int

const (
	programUnknown program = iota // no program of any system, or empty
	programELF                    // of Linux and most others
	programMach                   // Mach-O, of macOS
	programPE                     // of Windows
	programScript                 // `#!`: a wrapper, such as a pyenv shim
)

// system names, for a person, the system that runs a program of the kind.
func (p program) system() string {
	switch p {
	case programMach:
		return "macOS"
	case programPE:
		return "Windows"
	}
	return "Linux or another Unix"
}

// readHeader tells from the first bytes of a file what it is and for which
// processor it is built, as platform.machine() of that Python says it; on
// macOS a file with several is "universal2".
func readHeader(head []byte) (program, string) {
	switch {
	case bytes.HasPrefix(head, []byte("\x7fELF")) && len(head) >= 20:
		return programELF, elfArch(head)
	case bytes.HasPrefix(head, []byte("MZ")):
		return programPE, peArch(head)
	case len(head) >= 8 && isMach(head):
		return programMach, machArch(head)
	case bytes.HasPrefix(head, []byte("#!")):
		return programScript, ""
	}
	return programUnknown, ""
}

// elfArch reads e_machine (System V ABI, ELF header), whose byte order is told
// by EI_DATA.
func elfArch(head []byte) string {
	var order binary.ByteOrder = binary.LittleEndian
	if head[5] == 2 {
		order = binary.BigEndian
	}
	switch order.Uint16(head[18:]) {
	case 3:
		return "x86"
	case 21:
		if head[5] == 2 {
			return "ppc64"
		}
		return "ppc64le"
	case 22:
		return "s390x"
	case 40:
		return "arm"
	case 62:
		return "x86_64"
	case 183:
		return "arm64"
	case 243:
		return "riscv64"
	case 258:
		return "loongarch64"
	}
	return ""
}

// peArch reads the machine of the COFF header that e_lfanew points at (PE
// format specification).
func peArch(head []byte) string {
	if len(head) < 0x40 {
		return ""
	}
	at := int64(binary.LittleEndian.Uint32(head[0x3c:]))
	if at+6 > int64(len(head)) || string(head[at:at+4]) != "PE\x00\x00" {
		return ""
	}
	switch binary.LittleEndian.Uint16(head[at+4:]) {
	case 0x14c:
		return "x86"
	case 0x8664:
		return "x86_64"
	case 0xaa64:
		return "arm64"
	}
	return ""
}

// The magic numbers of Mach-O (mach-o/loader.h, mach-o/fat.h). A Java class
// begins like a fat file, but no fat file has as many parts as the lowest
// class version.
const (
	mach64Magic  = 0xfeedfacf
	mach32Magic  = 0xfeedface
	machFatMagic = 0xcafebabe
	machMaxParts = 30
)

func isMach(head []byte) bool {
	switch binary.LittleEndian.Uint32(head) {
	case mach64Magic, mach32Magic:
		return true
	}
	parts := binary.BigEndian.Uint32(head[4:])
	return binary.BigEndian.Uint32(head) == machFatMagic && parts > 0 && parts < machMaxParts
}

func machArch(head []byte) string {
	if binary.BigEndian.Uint32(head) != machFatMagic {
		return machCPU(binary.LittleEndian.Uint32(head[4:]))
	}
	if binary.BigEndian.Uint32(head[4:]) > 1 {
		return "universal2"
	}
	if len(head) < 12 {
		return ""
	}
	return machCPU(binary.BigEndian.Uint32(head[8:]))
}

func machCPU(cpu uint32) string {
	switch cpu {
	case 7:
		return "x86"
	case 0x01000007:
		return "x86_64"
	case 0x0100000c:
		return "arm64"
	}
	return ""
}
