package discover

import (
	"regexp"
	"strings"
)

// dlls is what the files beside a python.exe say of the builds that are
// installed there. On Windows the name of a program says little: python.exe is
// that of every build.
type dlls struct {
	minor string // "3.13"
	plain bool   // python313.dll
	free  bool   // python313t.dll: free-threaded
	other string // "pypy" or "graalpy", whose programs are called python.exe too
	zip   bool   // python313.zip: the library of the embeddable package
	shim  bool   // pymanager has written where its launchers lead
	said  bool   // pymanager has written what it has installed
}

// any reports whether there is anything that a program could run.
func (d dlls) any() bool { return !d.shim && (d.plain || d.free || d.other != "") }

// dllName is that of a DLL of CPython; python3.dll, the stable ABI, says nothing.
var dllName = regexp.MustCompile(`^python(\d)(\d+)(t)?(_d)?\.(dll|zip)$`)

// readDLLs looks through the listing of the directory of programs.
func readDLLs(entries []Entry) dlls {
	var d dlls
	for _, e := range entries {
		name := strings.ToLower(e.Name)
		if m := dllName.FindStringSubmatch(name); m != nil {
			d.minor = m[1] + "." + m[2]
			d.zip = d.zip || m[5] == "zip"
			d.free = d.free || m[5] == "dll" && m[3] != ""
			d.plain = d.plain || m[5] == "dll" && m[3] == ""
			continue
		}
		switch {
		case strings.HasPrefix(name, "libpypy") && strings.HasSuffix(name, ".dll"):
			d.other = "pypy"
		case name == "graalpy.exe":
			d.other = "graalpy"
		case strings.HasPrefix(name, "python") && strings.HasSuffix(name, ".exe.__target__"):
			d.shim = true
		case name == installRecord:
			d.said = true
		}
	}
	return d
}

// build gives the implementation and the flags of the build that a program of
// the directory starts.
func (d dlls) build(n interpreterName) (impl, flags string) {
	if d.other != "" {
		return d.other, ""
	}
	if strings.Contains(n.flags, "t") || d.free && !d.plain {
		flags = "t"
	}
	if strings.Contains(n.flags, "d") {
		flags += "d"
	}
	return n.impl, flags
}
