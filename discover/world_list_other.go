//go:build !linux

package discover

import (
	"errors"
	"io"
)

// listingPart is how many entries are asked for at once: nearly every directory
// has fewer.
const listingPart = 1024

// listDir gives the entries of a directory as they come, at most max of them
// and then ErrTooLarge.
func listDir(host string, max int) ([]Entry, error) {
	d, err := openDir(host)
	if err != nil {
		return nil, err
	}
	defer d.Close() // nothing was written: closing cannot lose anything
	var list []Entry
	for {
		part, err := d.ReadDir(listingPart)
		for _, e := range part {
			list = append(list, Entry{Name: e.Name(), Type: entryType(e)})
		}
		switch {
		case len(list) > max:
			return list[:max], ErrTooLarge
		case errors.Is(err, io.EOF), err == nil && len(part) < listingPart:
			// A part that is not full is the last: asking once more for nothing would
			// be a call for every directory.
			return list, nil
		case err != nil:
			return list, err
		}
	}
}
