package integration_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A message is any JSON-RPC message that the daemon may send.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Error   *rpcError       `json:"error"`
}

type rpcError struct {
	Code    int             `json:"code"`
	Message string          `json:"message"`
	Data    json.RawMessage `json:"data,omitempty"`
}

func (e *rpcError) Error() string {
	return fmt.Sprintf("%d %s %s", e.Code, e.Message, e.Data)
}

// frame puts the LSP header before a body.
func frame(body []byte) []byte {
	return append(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(body)), body...)
}

// readFrame reads one message. It is stricter than a client need be: on stdout
// there may be frames and nothing else, so anything else is an error.
func readFrame(r *bufio.Reader) (message, error) {
	var m message
	length := -1
	for {
		line, err := r.ReadString('\n')
		if err == io.EOF && line == "" && length < 0 {
			return m, io.EOF
		}
		if err != nil {
			return m, fmt.Errorf("header cut short at %q: %w", line, err)
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return m, fmt.Errorf("stdout carries %q, which is no header", line)
		}
		if strings.EqualFold(name, "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil {
				return m, fmt.Errorf("header %q: %w", line, err)
			}
		}
	}
	if length < 0 {
		return m, fmt.Errorf("a frame without Content-Length")
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return m, fmt.Errorf("body cut short: %w", err)
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return m, fmt.Errorf("body %.200q: %w", body, err)
	}
	if m.Version != "2.0" {
		return m, fmt.Errorf("body %.200q is not JSON-RPC 2.0", body)
	}
	return m, nil
}
