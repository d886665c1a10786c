package discover

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// directURL is what a direct_url.json says (PEP 610): where a distribution came
// from that was not taken from an index.
type directURL struct {
	url          string
	vcs, commit  string // of a checkout; vcs is empty for the rest
	hash         string // of an archive, "sha256=…"; may be empty
	editable     bool   // of a local directory
	subdirectory string
}

// parseDirectURL reads a direct_url.json as pip 26.3 does (packaging.direct_url):
// just one of vcs_info, archive_info and dir_info, every member of its type, and
// a directory by a file: URL. An error says what is wrong with it; pip then goes
// on as if the file were not there.
func parseDirectURL(data []byte) (*directURL, error) {
	m, err := members(data)
	if err != nil {
		return nil, err
	}
	d := &directURL{}
	found := 0
	for _, part := range []struct {
		key  string
		read func(map[string]json.RawMessage) error
	}{{"vcs_info", d.readVCS}, {"archive_info", d.readArchive}, {"dir_info", d.readDirectory}} {
		if isNull(m[part.key]) {
			continue
		}
		found++
		info, err := members(m[part.key])
		if err == nil {
			err = part.read(info)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.key, err)
		}
	}
	err = errors.Join(member(m, "url", &d.url), member(m, "subdirectory", &d.subdirectory))
	switch {
	case err != nil:
		return nil, err
	case d.url == "":
		return nil, errors.New("url is missing")
	case found != 1:
		return nil, errors.New("it has not just one of vcs_info, archive_info and dir_info")
	case !isNull(m["dir_info"]) && !strings.HasPrefix(d.url, "file:"):
		return nil, errors.New("a directory needs a file: URL")
	}
	return d, nil
}

func (d *directURL) readVCS(m map[string]json.RawMessage) error {
	if err := errors.Join(member(m, "vcs", &d.vcs), member(m, "commit_id", &d.commit)); err != nil {
		return err
	}
	if d.vcs == "" || d.commit == "" {
		return errors.New("vcs and commit_id must be there")
	}
	return nil
}

// readArchive takes the first of the hashes, as pip prints it; before pip 23.1
// there was one, in a member of its own. Where both are, they must agree.
func (d *directURL) readArchive(m map[string]json.RawMessage) error {
	if err := member(m, "hash", &d.hash); err != nil {
		return err
	}
	algorithm, value, ok := strings.Cut(d.hash, "=")
	if d.hash != "" && !ok {
		return errors.New("hash has no algorithm")
	}
	if isNull(m["hashes"]) {
		return nil
	}
	var hashes map[string]string
	if err := json.Unmarshal(m["hashes"], &hashes); err != nil {
		return fmt.Errorf("hashes: %w", err)
	}
	if known, ok := hashes[algorithm]; d.hash != "" && (!ok || known != value) {
		return errors.New("hash and hashes differ")
	}
	first := firstKey(m["hashes"])
	if d.hash = ""; first != "" {
		d.hash = first + "=" + hashes[first]
	}
	return nil
}

// firstKey gives the first key of an object in the order of the file, which is
// that of Python's dictionary; empty when there is none.
func firstKey(object []byte) string {
	dec := json.NewDecoder(bytes.NewReader(object))
	if _, err := dec.Token(); err != nil { // the brace
		return ""
	}
	key, err := dec.Token()
	if name, ok := key.(string); err == nil && ok {
		return name
	}
	return ""
}

func (d *directURL) readDirectory(m map[string]json.RawMessage) error {
	return member(m, "editable", &d.editable)
}

// members reads a JSON object. Names count with their case, other than for
// structs of Go.
func members(data []byte) (map[string]json.RawMessage, error) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	if m == nil {
		return nil, errors.New("it is no object")
	}
	return m, nil
}

// member reads one member; absent and null leave what to is.
func member[T string | bool](m map[string]json.RawMessage, key string, to *T) error {
	if isNull(m[key]) {
		return nil
	}
	if err := json.Unmarshal(m[key], to); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// isNull reports whether a member is absent or null.
func isNull(raw json.RawMessage) bool {
	return len(raw) == 0 || string(bytes.TrimSpace(raw)) == "null"
}

// requirement gives the line by which pip installs the same again
// (direct_url_as_pep440_direct_reference, pip 26.3).
func (d *directURL) requirement(name string) string {
	req := name + " @ "
	if d.vcs != "" {
		req += d.vcs + "+" + d.url + "@" + d.commit
	} else {
		req += d.url
	}
	var fragment []string
	if d.hash != "" {
		fragment = append(fragment, d.hash)
	}
	if d.subdirectory != "" {
		fragment = append(fragment, "subdirectory="+d.subdirectory)
	}
	if len(fragment) > 0 {
		req += "#" + strings.Join(fragment, "&")
	}
	return req
}
