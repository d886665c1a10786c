//go:build !windows

package state

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// replaceFile gives path a new content in one step: who opens it finds all of
// the old or all of the new one, also after a crash. On any error the old file
// stands and nothing is left beside it.
func replaceFile(path string, data []byte) (err error) {
	f, err := renameio.NewPendingFile(path,
		renameio.WithTempDir(filepath.Dir(path)), renameio.WithStaticPermissions(fileMode))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Cleanup()) }()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.CloseAtomicallyReplace()
}

// closeToOthers takes away what permissions others have on dir. Those of the
// owner stay: who made it read-only meant it.
func closeToOthers(dir string) error {
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm()&^dirMode == 0 {
		return err
	}
	return os.Chmod(dir, info.Mode().Perm()&dirMode)
}
