package discover

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/venvcore"
)

// Limits of what is read of a record.
const (
	// recordHead is how much of the record of Python is read: all that is wanted
	// stands before the list of its 5,900 files, or in a path near the beginning.
	// The whole of it is 2.3 MB, which take 4 ms to read.
	recordHead = 16 << 10
	// maxRecord bounds the record of Python when the whole of it is read.
	maxRecord = 32 << 20
)

// condaFacts are what a record says beside its name.
type condaFacts struct {
	// subdir is the platform that the package is for: "linux-64"; empty when it
	// does not say.
	subdir string
	// site is python_site_packages_path (CEP 17); relative to the prefix.
	site string
}

// readFacts reads the record of Python, its head or all of it. What is no JSON
// says nothing, and is a fault, for conda refuses to work there.
func readFacts(l *Look, path string, whole bool) condaFacts {
	read, limit := l.Weak().ReadHead, int64(recordHead)
	if whole {
		read, limit = l.Weak().ReadFile, maxRecord
	}
	data, err := read(path, limit)
	if err != nil {
		l.fail(path, err)
		return condaFacts{}
	}
	f, err := parseFacts(data)
	cut := !whole && len(data) == recordHead && errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !cut {
		l.Fault(venvcore.Fault{
			Path: path, Code: venvcore.FaultUnreadable,
			Message: fmt.Sprintf("%s is not JSON, so conda cannot change this environment: %v", path, err),
		})
	}
	return f
}

// parseFacts reads the members of the record's object as far as there are any;
// what was found before an error counts.
func parseFacts(data []byte) (f condaFacts, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(data))
	if d.PeekKind() != '{' {
		return f, fmt.Errorf("it is no object")
	}
	if _, err := d.ReadToken(); err != nil {
		return f, err
	}
	for d.PeekKind() == '"' {
		key, err := d.ReadToken()
		if err != nil {
			return f, err
		}
		name := key.String()
		if d.PeekKind() != '"' {
			if err := d.SkipValue(); err != nil {
				return f, err
			}
			continue
		}
		value, err := d.ReadToken()
		if err != nil {
			return f, err
		}
		f.take(name, value.String())
	}
	_, err = d.ReadToken()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return f, err
}

// take keeps a member. conda sorts them, so `subdir` comes after the files and
// the channel, whose last part is the same, before.
func (f *condaFacts) take(name, value string) {
	switch name {
	case "subdir":
		f.subdir = value
	case "channel":
		if last := value[strings.LastIndexByte(value, '/')+1:]; f.subdir == "" && condaOS(last) != "" {
			f.subdir = last
		}
	case "python_site_packages_path":
		f.site = value
	}
}

// condaOS gives the GOOS of a platform such as "osx-arm64"; empty for "noarch"
// and what is not known.
func condaOS(subdir string) string {
	os, _, _ := strings.Cut(subdir, "-")
	switch os {
	case "osx":
		return "darwin"
	case "win":
		return "windows"
	case "linux", "freebsd":
		return os
	}
	return ""
}

// condaArch gives the processor of a platform such as "linux-64".
func condaArch(subdir string) string {
	_, arch, _ := strings.Cut(subdir, "-")
	switch arch {
	case "64":
		return "x86_64"
	case "32":
		return "x86"
	case "aarch64", "arm64":
		return "arm64"
	case "armv6l", "armv7l":
		return "arm"
	}
	return arch
}
