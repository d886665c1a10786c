package discover

import (
	"context"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// Asker runs interpreters to learn their version where no file tells it. It is
// the only part of discovery that executes anything, and no scan waits for it:
// a scan reports whom it would have to ask, and is made again, for that path,
// when there is an answer.
//
// What may be run, and how, is in ask_rules.go and ask_run.go. Each interpreter is
// asked once for each content of its file, whatever comes of it; answers and
// failures are kept beyond the process.
type Asker struct {
	o     AskerOptions
	log   *zap.Logger
	rules *askRules
	run   func(context.Context, *inquiry) ([]byte, error) // tests put a counter here
	now   func() time.Time

	// starting has one token. Who has it starts a process, or changes what may be
	// run: so nothing is started by what held a moment ago.
	starting chan struct{}

	mu       sync.Mutex
	begun    bool
	round    uint64 // grows when what may be run has changed
	known    map[venvcore.File]venvcore.Asked
	wanted   map[string][]Unknown // by root: what its last scan could not tell
	inquired map[venvcore.File]*inquiry
	queue    []*inquiry
	wake     chan struct{} // capacity askWorkers: something is in the queue
	once     sync.Once     // reads what was kept
}

// AskerOptions are what an Asker is made of.
type AskerOptions struct {
	World *World
	Trust Trust
	// Keeper keeps answers and failures beyond the process; may be nil.
	Keeper Keeper
	// Again has these roots look again at what they decided by a path. It is also
	// called without any, when something that was waited for is over.
	Again func(ctx context.Context, roots []string, path string)
	Log   *zap.Logger // may be nil
}

// Keeper keeps what became of asking beyond the process.
type Keeper interface {
	// Asked gives all that is kept.
	Asked() []venvcore.Asked
	// KeepAsked keeps one more.
	KeepAsked(ctx context.Context, a venvcore.Asked) error
}

// inquiry is one interpreter that is to be asked.
type inquiry struct {
	file  venvcore.File
	state inquiryState
	round uint64 // in which it was taken up
	child *child // while it runs
	ways  []Unknown
}

type inquiryState uint8

const (
	inquiryQueued  inquiryState = iota
	inquiryTaken                // a worker decides about it or runs it
	inquiryRefused              // it may not be run as things are
)

// NewAsker gives an asker that asks nobody before Begin and Run.
func NewAsker(o AskerOptions) *Asker {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	a := &Asker{
		o: o, log: o.Log, rules: newAskRules(o.World, o.Trust), now: time.Now,
		starting: make(chan struct{}, 1), wake: make(chan struct{}, askWorkers),
		known: map[venvcore.File]venvcore.Asked{}, wanted: map[string][]Unknown{},
		inquired: map[venvcore.File]*inquiry{},
	}
	a.run = a.runOne
	a.starting <- struct{}{}
	return a
}

// Asked gives what became of asking the interpreter in a file; false when it was
// not asked yet.
func (a *Asker) Asked(f venvcore.File) (venvcore.Asked, bool) {
	a.once.Do(a.recall)
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked(f)
}

func (a *Asker) asked(f venvcore.File) (venvcore.Asked, bool) {
	k, ok := a.known[f]
	if ok && k.Failure != "" && a.now().Sub(time.UnixMilli(k.At)) > askAgain {
		return venvcore.Asked{}, false
	}
	return k, ok
}

// recall takes over what was kept, by other processes too.
func (a *Asker) recall() {
	if a.o.Keeper == nil {
		return
	}
	kept := a.o.Keeper.Asked()
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, k := range kept {
		if old, ok := a.known[k.File]; !ok || old.At < k.At {
			a.known[k.File] = k
		}
	}
}
