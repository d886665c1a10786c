package state

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"go.uber.org/zap"
)

// document is a state file as it is on disk. Entries stay as they are written
// until somebody wants one, so that what this version cannot read survives it.
type document struct {
	Version int              `json:"version"`
	Entries []jsontext.Value `json:"entries"`
	Rest    jsontext.Value   `json:",embed"`
}

// readDocument reads a state file, and gives its bytes too. An absent one is an
// empty document. The error is a damage when the content is of no use, else
// what the system said.
func readDocument(path string) (document, []byte, error) {
	empty := document{Version: formatVersion}
	data, err := readLimited(path)
	if errors.Is(err, fs.ErrNotExist) {
		return empty, nil, nil
	}
	if err != nil {
		return empty, nil, err
	}
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return empty, nil, &damage{fmt.Sprintf("its content is not that of a state file: %v", err)}
	}
	if d.Version < 1 {
		return empty, nil, &damage{"its content has no version"}
	}
	return d, data, nil
}

// readLimited reads a regular file of at most maxFile bytes: a pipe or a device
// under our name must not hang or fill the daemon.
func readLimited(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &damage{"it is not a regular file"}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if len(data) > maxFile {
		return nil, &damage{fmt.Sprintf("it is larger than %d MiB", maxFile>>20)}
	}
	return data, nil
}

// encode gives the content of the file: indented, for people look at it.
func (d document) encode() ([]byte, error) {
	data, err := json.Marshal(d, jsontext.WithIndent("\t"), json.Deterministic(true))
	if err != nil {
		return nil, err
	}
	return append(data, '\n'), nil
}

// readOrSetAside reads a file under the lock; a damaged one is renamed to
// NAME.corrupt-<n>, said so in the log, and taken as empty.
func (s *Store) readOrSetAside(name string) (document, []byte, error) {
	path := s.path(name)
	d, data, err := readDocument(path)
	var bad *damage
	if errors.As(err, &bad) {
		return d, nil, s.moveAside(path, bad)
	}
	if err != nil {
		return d, nil, &IOError{Path: path, Err: err}
	}
	return d, data, nil
}

func (s *Store) moveAside(path string, why error) error {
	for n := 1; ; n++ {
		aside := fmt.Sprintf("%s.corrupt-%d", path, n)
		if _, err := os.Lstat(aside); err == nil {
			continue
		}
		if err := os.Rename(path, aside); err != nil {
			return &IOError{Path: path, Err: err}
		}
		// Not by warn: every loss is said, also the second of its kind.
		s.log.Warn("a state file is damaged and was moved aside; what it held is forgotten until it is mended and moved back",
			zap.String("path", path), zap.String("aside", aside), zap.Error(why))
		return nil
	}
}
