package watcher

import (
	"slices"
	"sync"
)

// mailbox is the slot between callers, who never wait, and the armer. It keeps the
// latest wanted set, the union of what is to be verified, and every barrier.
type mailbox struct {
	ready chan struct{} // holds one token while there is something to take

	mu   sync.Mutex
	slot letter
}

// letter is what has come in since the last take.
type letter struct {
	want     []Want
	wanted   bool
	verify   bool
	prefixes []string // none means all, if verify
	barriers []*barrier
}

func newMailbox() *mailbox { return &mailbox{ready: make(chan struct{}, 1)} }

func (m *mailbox) put(change func(*letter)) {
	m.mu.Lock()
	change(&m.slot)
	m.mu.Unlock()
	select {
	case m.ready <- struct{}{}:
	default: // the armer has not yet taken the last one
	}
}

func (m *mailbox) take() letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.slot
	m.slot = letter{}
	return l
}

// check adds prefixes to what is to be verified; none asks for all. Beyond maxDirs
// prefixes all are checked, so that a caller in a loop fills no memory.
func (l *letter) check(prefixes []string) {
	if all := l.verify && len(l.prefixes) == 0; all {
		return
	}
	l.verify = true
	if len(prefixes) == 0 || len(l.prefixes)+len(prefixes) > maxDirs {
		l.prefixes = nil
		return
	}
	for _, p := range prefixes {
		if !slices.Contains(l.prefixes, p) {
			l.prefixes = append(l.prefixes, p)
		}
	}
}
