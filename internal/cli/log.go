package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"gopkg.in/natefinch/lumberjack.v2"
)

// The log's bounds: what a person can still send with a report.
const (
	logMegabytes = 10
	logBackups   = 2
)

// logging is the log of a daemon: a file in the state directory, rotated. Until
// it can be written, and where it cannot, errors go to stderr.
type logging struct {
	level zap.AtomicLevel
	sink  *switchable
	log   *zap.Logger
	usual string // the file when no setting names another

	mu   sync.Mutex
	path string // where it goes
}

// switchable is a sink whose target the setting `log.file` can change.
type switchable struct {
	mu sync.Mutex
	to io.WriteCloser
}

func (s *switchable) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to.Write(p)
}

func (s *switchable) Sync() error { return nil }

func (s *switchable) turn(to io.WriteCloser) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.to
	s.to = to
	return old.Close()
}

func newLogging(stateDir string, errw io.Writer) *logging {
	usual := filepath.Join(stateDir, "log", "venvd.log")
	l := &logging{
		level: zap.NewAtomicLevelAt(zap.InfoLevel),
		sink:  &switchable{to: rotated(usual)},
		usual: usual, path: usual,
	}
	enc := zap.NewProductionEncoderConfig()
	enc.EncodeTime = zapcore.ISO8601TimeEncoder
	file := zapcore.NewCore(zapcore.NewJSONEncoder(enc), l.sink, l.level)
	plain := zapcore.NewCore(zapcore.NewConsoleEncoder(enc), zapcore.Lock(zapcore.AddSync(errw)), zap.WarnLevel)
	l.log = zap.New(zapcore.NewTee(file, plain))
	return l
}

func rotated(path string) io.WriteCloser {
	return &lumberjack.Logger{Filename: path, MaxSize: logMegabytes, MaxBackups: logBackups}
}

// setLevel takes the setting `log.level`.
func (l *logging) setLevel(name string) error {
	level, err := zapcore.ParseLevel(name)
	if err != nil {
		return fmt.Errorf("log.level %q is none of debug, info, warn and error: %w", name, err)
	}
	l.level.SetLevel(level)
	return nil
}

// setFile takes the setting `log.file`; empty is the usual one. Any other must be
// absent or a regular file that venvd made, so that a setting cannot have any
// file overwritten.
func (l *logging) setFile(path string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if path == "" {
		path = l.usual
	}
	if path == l.path {
		return nil
	}
	if path != l.usual {
		if err := fitForLog(path); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("log.file: %w", err)
	}
	l.path = path
	return l.sink.turn(rotated(path))
}

// fitForLog says why a file must not be written to.
func fitForLog(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("log.file cannot be looked at: %w", err)
	case !info.Mode().IsRegular() || !ourLog(path):
		return fmt.Errorf("log.file %s is there and is no log of venvd's; name one that is not there", path)
	}
	return nil
}

// ourLog reports whether a file begins like a log of venvd's.
func ourLog(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(logMark))
	n, err := io.ReadFull(f, head)
	return err == nil && string(head[:n]) == logMark
}

// logMark is how every line of the log begins.
const logMark = `{"level":"`

func (l *logging) close() error { return l.sink.turn(nopCloser{io.Discard}) }

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }
