package rpc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// tokenExtra are the bytes besides letters and digits that a header name may
// have (RFC 9110, token). A stream of bare JSON lines has a colon in each line;
// this is how it is told from headers, instead of being waited on for ever.
const tokenExtra = "!#$%&'*+-.^_`|~"

// readHeader reads the header block of one message (LSP 3.17, base protocol) and
// returns its Content-Length. Names are matched in any case and order, unknown
// ones are skipped, a bare line feed ends a line too. It returns io.EOF at the
// clean end of the input, io.ErrUnexpectedEOF within a block, and an error that
// wraps errHeader when the block cannot be read.
func readHeader(r *bufio.Reader) (int64, error) {
	length := int64(-1)
	for n := 0; ; n++ {
		line, err := readLine(r, n == 0)
		switch {
		case err != nil:
			return 0, err
		case len(line) == 0 && length < 0:
			return 0, fmt.Errorf("%w: no Content-Length", errHeader)
		case len(line) == 0:
			return length, nil
		case n == maxHeaderLines:
			return 0, fmt.Errorf("%w: more than %d lines", errHeader, maxHeaderLines)
		}
		if length, err = headerLine(line, length); err != nil {
			return 0, err
		}
	}
}

// readLine returns the next line without its end; it is valid until the next read.
func readLine(r *bufio.Reader, first bool) ([]byte, error) {
	line, err := r.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, fmt.Errorf("%w: a line over %d bytes", errHeader, maxHeaderLine)
	case errors.Is(err, io.EOF) && (!first || len(line) > 0):
		return nil, io.ErrUnexpectedEOF
	case err != nil:
		return nil, err
	}
	return bytes.TrimSuffix(line[:len(line)-1], []byte("\r")), nil
}

// headerLine reads one field; length is what an earlier line said, or -1.
func headerLine(line []byte, length int64) (int64, error) {
	name, value, colon := strings.Cut(string(line), ":")
	if !colon || name == "" || strings.ContainsFunc(name, notToken) {
		return 0, fmt.Errorf("%w: %.*q is no header", errHeader, maxEcho, line)
	}
	if !strings.EqualFold(name, "Content-Length") {
		return length, nil
	}
	// ParseUint takes no sign; 63 bits, so that it fits into an int64.
	n, err := strconv.ParseUint(strings.Trim(value, " \t"), 10, 63)
	if err != nil {
		return 0, fmt.Errorf("%w: Content-Length %.*q", errHeader, maxEcho, value)
	}
	if length >= 0 && length != int64(n) {
		return 0, fmt.Errorf("%w: two different Content-Length, %d and %d", errHeader, length, n)
	}
	return int64(n), nil
}

// notToken reports whether r may not be in a header's name.
func notToken(r rune) bool {
	alnum := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	return !alnum && !strings.ContainsRune(tokenExtra, r)
}
