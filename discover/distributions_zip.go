package discover

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// archive takes in what lies in a file on sys.path: a zipped egg, as
// easy_install leaves it, or any other archive; a wheel is none, as for pip.
// A file that is no archive holds nothing, and is passed over by the
// interpreter too.
func (f *finder) archive(s *pathEntry) {
	low := strings.ToLower(s.path)
	if strings.HasSuffix(low, ".whl") {
		return
	}
	data, err := f.l.ReadFile(s.path, maxEgg)
	if err != nil {
		f.l.fail(s.path, err)
		return
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && strings.HasSuffix(low, ".egg") {
		f.l.Fault(venvcore.Fault{
			Path: s.path, Code: venvcore.FaultUnreadable,
			Message: fmt.Sprintf("%s is no egg that can be read: %v", s.path, err),
		})
	}
	if err != nil {
		return
	}
	for _, m := range infosIn(f.l.World().Base(s.path), topOf(z)) {
		f.take(s, m, zipped{z, s.path, m.entry.Name})
	}
}

// topOf gives the names at the root of an archive, as of a directory.
func topOf(z *zip.Reader) []Entry {
	seen := map[string]bool{}
	var out []Entry
	for _, f := range z.File {
		name, _, below := strings.Cut(f.Name, "/")
		if seen[name] {
			continue
		}
		seen[name] = true
		e := Entry{Name: name}
		if below {
			e.Type = fs.ModeDir
		}
		out = append(out, e)
	}
	return sorted(out)
}

// zipped are the metadata's files in an archive.
type zipped struct {
	z       *zip.Reader
	archive string
	name    string // of the metadata
}

func (z zipped) path() string { return z.archive }

func (z zipped) read(name string, n int64) ([]byte, error) {
	f, err := z.z.Open(strings.TrimSuffix(z.name+"/"+name, "/"))
	if err != nil {
		return nil, err
	}
	defer f.Close() // it is memory that is read
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return nil, errors.Join(err, ErrNotRegular)
	}
	return io.ReadAll(io.LimitReader(f, n))
}

func (z zipped) has(name string) (bool, error) {
	_, err := fs.Stat(z.z, strings.TrimSuffix(z.name+"/"+name, "/"))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
