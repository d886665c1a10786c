package state

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"go.uber.org/zap"
)

// Daemon is one running venvd, as it says of itself.
type Daemon struct {
	PID     int    `json:"pid"`
	Host    string `json:"host"` // process ids of another host, or container, say nothing here
	Version string `json:"version"`
	Started int64  `json:"started"` // Unix milliseconds
}

// daemonFile is what is stored of a daemon.
type daemonFile struct {
	Version int    `json:"version"`
	Daemon  Daemon `json:"daemon"`
}

// Register tells the other daemons that this process runs, and removes the
// entries of those that have died. The returned function takes the entry back;
// it must be called at the end, and may be called again.
func (s *Store) Register(ctx context.Context, version string) (unregister func() error, err error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("the name of this host is not known: %w", err)
	}
	me := Daemon{PID: os.Getpid(), Host: host, Version: version, Started: s.now().UnixMilli()}
	data, err := json.Marshal(daemonFile{Version: formatVersion, Daemon: me})
	if err != nil {
		return nil, err
	}
	path := s.daemonPath(me.PID)
	err = s.locked(ctx, func() error {
		if err := os.MkdirAll(s.path(daemonsName), dirMode); err != nil {
			return &IOError{Path: s.path(daemonsName), Err: err}
		}
		if err := s.sweepDaemons(host); err != nil {
			s.log.Warn("entries of daemons that have died cannot be removed", zap.Error(err))
		}
		if err := s.replace(path, append(data, '\n')); err != nil {
			return &IOError{Path: path, Err: err}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return func() error {
		// A process of another host may have the same id and have taken the file.
		if d, err := readDaemon(path); err != nil || d != me {
			return ignoreAbsent(err)
		}
		return ignoreAbsent(os.Remove(path))
	}, nil
}

// Daemons gives the daemons that run, by process id. Those of another host are
// among them until their entry is a week old.
func (s *Store) Daemons() ([]Daemon, error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("the name of this host is not known: %w", err)
	}
	var out []Daemon
	err = s.eachDaemon(func(_ string, d Daemon, err error) error {
		if err == nil && s.runs(d, host) {
			out = append(out, d)
		}
		return ignoreDamage(err)
	})
	slices.SortFunc(out, func(a, b Daemon) int { return a.PID - b.PID })
	return out, err
}

// sweepDaemons removes what dead daemons have left. The caller has the lock.
func (s *Store) sweepDaemons(host string) error {
	return s.eachDaemon(func(path string, d Daemon, err error) error {
		if ignoreDamage(err) != nil || (err == nil && s.runs(d, host)) {
			return ignoreDamage(err)
		}
		return ignoreAbsent(os.Remove(path))
	})
}

func (s *Store) runs(d Daemon, host string) bool {
	if d.Host != host {
		return s.now().Sub(time.UnixMilli(d.Started)) < foreignAge
	}
	return alive(d.PID)
}

func (s *Store) eachDaemon(do func(path string, d Daemon, err error) error) error {
	entries, err := os.ReadDir(s.path(daemonsName))
	if err != nil {
		return ignoreAbsent(err)
	}
	var errs []error
	for _, e := range entries {
		name, isJSON := strings.CutSuffix(e.Name(), ".json")
		if _, err := strconv.ParseUint(name, 10, 31); err != nil || !isJSON {
			continue
		}
		path := filepath.Join(s.path(daemonsName), e.Name())
		d, err := readDaemon(path)
		errs = append(errs, ignoreAbsent(do(path, d, err)))
	}
	return errors.Join(errs...)
}

func (s *Store) daemonPath(pid int) string {
	return filepath.Join(s.path(daemonsName), strconv.Itoa(pid)+".json")
}

func readDaemon(path string) (Daemon, error) {
	data, err := readLimited(path)
	if err != nil {
		return Daemon{}, err
	}
	var f daemonFile
	if err := json.Unmarshal(data, &f); err != nil || f.Daemon.PID <= 0 {
		return Daemon{}, &damage{fmt.Sprintf("%s is not the entry of a daemon: %v", path, err)}
	}
	return f.Daemon, nil
}

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// ignoreDamage: the entry of a daemon is of no worth once it cannot be read.
func ignoreDamage(err error) error {
	var d *damage
	if errors.As(err, &d) {
		return nil
	}
	return err
}
