package discover

import "slices"

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
