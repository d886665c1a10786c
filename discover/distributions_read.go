package discover

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/venvd/venvd/venvcore"
)

// distribution is a package with what pip's lines are made of.
type distribution struct {
	venvcore.Package
	key    string // its normalised name
	legacy bool   // the version is none of PEP 440
	url    *directURL
}

// infoFiles are the files of one distribution's metadata.
type infoFiles interface {
	path() string // for faults
	// read reads a file's beginning of at most n bytes. Without a name it is the
	// metadata itself, where distutils wrote a file and no directory.
	read(name string, n int64) ([]byte, error)
	has(name string) (bool, error)
}

// onDisk are those of a directory, or the one file.
type onDisk struct {
	l  *Look
	at string
}

func (o onDisk) path() string { return o.at }

func (o onDisk) read(name string, n int64) ([]byte, error) {
	return o.l.ReadHead(o.l.World().Join(o.at, name), n)
}

func (o onDisk) has(name string) (bool, error) {
	_, err := o.l.Lstat(o.l.World().Join(o.at, name)) // a link that leads nowhere is there
	if absent(err) {
		return false, nil
	}
	return err == nil, err
}

// errVanished says that metadata went while it was looked at.
var errVanished = errors.New("it is there no longer")

// read reads the metadata of one distribution. Of one that cannot be read, what
// its name says is given, beside a fault; with nothing left it is an error.
func (f *finder) read(m infoEntry, files infoFiles) (*distribution, error) {
	core, err := f.core(m, files)
	if err != nil {
		return nil, err
	}
	d := &distribution{key: cmp.Or(m.key, normalName(core.name))}
	if !validName.MatchString(d.key) {
		return nil, fmt.Errorf("%s is not named like a package, so pip passes it over", files.path())
	}
	d.Name = cmp.Or(core.name, d.key)
	version := cmp.Or(core.version, m.version)
	if m.dist {
		version = cmp.Or(m.version, core.version)
	}
	if version == "" {
		return nil, fmt.Errorf("%s does not say which version it is: remove it, or install the package again", files.path())
	}
	normal, ok := venvcore.NormalVersion(version)
	if d.Version, d.legacy = normal, !ok; !ok {
		d.Version = cmp.Or(core.version, version)
	}
	if strings.ContainsRune(d.Name+d.Version, utf8.RuneError) {
		f.l.Fault(venvcore.Fault{
			Path: files.path(), Code: venvcore.FaultEncoding,
			Message: fmt.Sprintf("the name or the version in %s is not UTF-8", files.path()),
		})
	}
	if d.url = f.directURL(files); d.url != nil && d.url.editable {
		d.Editable, _ = fileURLPath(f.l.World(), d.url.url) // directURL has tried it
	}
	d.Installer = f.installer(files)
	d.Requested, err = files.has("REQUESTED")
	f.l.fail(files.path(), err)
	return d, nil
}

// core reads name and version: from METADATA, from PKG-INFO, or from the entry
// itself, which distutils makes a file; the first that is not empty counts, as
// for importlib.metadata.
func (f *finder) core(m infoEntry, files infoFiles) (coreMetadata, error) {
	names := []string{"METADATA", "PKG-INFO", ""}
	if m.entry.Type.IsRegular() {
		names = names[2:]
	}
	for _, name := range names {
		core, err := readCore(files, name)
		switch {
		case err == nil && core != nil:
			return *core, nil
		case err != nil && !absent(err) && !errors.Is(err, ErrNotRegular):
			f.l.fail(files.path(), err)
			return coreMetadata{}, nil
		}
	}
	if there, err := files.has(""); err == nil && !there {
		return coreMetadata{}, errVanished
	}
	f.l.Fault(venvcore.Fault{
		Path: files.path(), Code: venvcore.FaultUnreadable,
		Message: fmt.Sprintf("%s has no METADATA: an installation goes on there, or broke off", files.path()),
	})
	return coreMetadata{}, nil
}

// readCore reads one file; nil when it is empty.
func readCore(files infoFiles, name string) (*coreMetadata, error) {
	for _, limit := range []int64{headMetadata, maxMetadata} {
		data, err := files.read(name, limit)
		if err != nil || len(data) == 0 {
			return nil, err
		}
		m := parseCoreMetadata(data)
		if m.complete || int64(len(data)) < limit {
			return &m, nil
		}
	}
	return nil, ErrTooLarge
}

// directURL reads where it came from. One that says nothing that can be used is
// a fault, and otherwise as if it were not there.
func (f *finder) directURL(files infoFiles) *directURL {
	data, err := files.read("direct_url.json", maxPth)
	if err != nil {
		f.l.fail(files.path(), err)
		return nil
	}
	d, err := parseDirectURL(data)
	if err == nil && d.editable {
		if _, ok := fileURLPath(f.l.World(), d.url); !ok {
			err = fmt.Errorf("%s names no directory of this machine", d.url)
		}
	}
	if err != nil {
		f.l.Fault(venvcore.Fault{
			Path: files.path(), Code: venvcore.FaultUnreadable,
			Message: fmt.Sprintf("direct_url.json in %s cannot be used: %v", files.path(), err),
		})
		return nil
	}
	return d
}

// installer gives the first line of INSTALLER that is not empty (PEP 376).
func (f *finder) installer(files infoFiles) string {
	data, err := files.read("INSTALLER", headMetadata)
	f.l.fail(files.path(), err)
	for line := range strings.FieldsFuncSeq(validText(data), lineEnd) {
		if line = strip(line); line != "" {
			return line
		}
	}
	return ""
}
