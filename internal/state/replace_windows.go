package state

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/windows"
)

// replaceTries and replaceRetry bound how long a rename waits for readers that
// hold the old file open: half a second.
const (
	replaceTries = 50
	replaceRetry = 10 * time.Millisecond
)

// replaceFile gives path a new content in one step: who opens it finds all of
// the old or all of the new one. os.Rename replaces by MoveFileEx. On any error
// the old file stands and nothing is left beside it.
func replaceFile(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return renameOverReaders(f.Name(), path)
}

// renameOverReaders tries again while a reader holds the old file open, which
// Windows forbids to replace; readers are done within milliseconds.
func renameOverReaders(from, to string) error {
	for try := 1; ; try++ {
		err := os.Rename(from, to)
		held := errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
		if !held || try == replaceTries {
			return err
		}
		time.Sleep(replaceRetry)
	}
}

// closeToOthers has nothing to do: what lies in a person's profile is closed to
// others by the rights it inherits.
func closeToOthers(string) error { return nil }
