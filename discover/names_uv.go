package discover

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// uvScriptName gives the name of the environment that uv keeps in its cache for
// a script with a block of requirements (uv 0.13): the file's name and a hash of
// its path. The path is absolute and not normalised, so a script that is run by
// another spelling of it has another environment.
func uvScriptName(w *World, script string) string {
	var sum [8]byte
	binary.LittleEndian.PutUint64(sum[:], seahash(rustPath(script)))
	name := uvCacheName(fileStem(w.Base(script)))
	if name == "" {
		return hex.EncodeToString(sum[:])
	}
	return name + "-" + hex.EncodeToString(sum[:])
}

// fileStem is a file's name without its last suffix.
func fileStem(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i]
	}
	return name
}

// uvCacheName is what uv makes of a name in its cache: lower case, each run of
// other bytes one dash, none at the end.
func uvCacheName(name string) string {
	var out strings.Builder
	dash := false
	for _, c := range []byte(name) {
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
			fallthrough
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			out.WriteByte(c)
			dash = false
		case !dash:
			out.WriteByte('-')
			dash = true
		}
	}
	return strings.TrimSuffix(out.String(), "-")
}

// rustPath gives the bytes that Rust's standard library hashes of a path: its
// parts without separators and without "." (but for a leading one), and then a
// number made of their lengths.
func rustPath(path string) []byte {
	var out []byte
	var bits uint64
	for i, part := range strings.Split(path, "/") {
		if part == "" || part == "." && i > 0 {
			continue
		}
		bits += uint64(len(part))
		bits = bits>>2 | bits<<62
		out = append(out, part...)
	}
	return binary.LittleEndian.AppendUint64(out, bits)
}

// seahash is the hash of that name, version 4 of its definition, with the
// default keys.
func seahash(data []byte) uint64 {
	s := [4]uint64{0x16f11fe89b0d677c, 0xb480a793d8e6c86c, 0x6fe2e5aaf078ebc9, 0x14f994a4c5259381}
	for rest := data; len(rest) > 0; {
		var word [8]byte
		rest = rest[copy(word[:], rest):]
		s = [4]uint64{s[1], s[2], s[3], diffuse(s[0] ^ binary.LittleEndian.Uint64(word[:]))}
	}
	return diffuse(s[0] ^ s[1] ^ s[2] ^ s[3] ^ uint64(len(data)))
}

func diffuse(x uint64) uint64 {
	const factor = 0x6eed0e9da4d94a4f
	x *= factor
	x ^= (x >> 32) >> (x >> 60)
	return x * factor
}
