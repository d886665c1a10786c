package discover

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// errRoundOver: what may be run has changed since it was decided.
var errRoundOver = errors.New("trust or the opened folders have changed")

// Run asks until ctx ends, and then ends whom it asks. It does not wait for what
// hangs and cannot be ended.
func (a *Asker) Run(ctx context.Context) {
	var workers sync.WaitGroup
	for range askWorkers {
		workers.Go(func() { a.work(ctx) })
	}
	<-ctx.Done()
	a.Reconsider() // ends what runs
	ended := make(chan struct{})
	go func() { workers.Wait(); close(ended) }()
	patience := time.NewTimer(askPatience)
	defer patience.Stop()
	select {
	case <-ended:
	case <-patience.C:
		a.log.Warn("an interpreter that was asked does not end")
	}
}

// work takes up one inquiry after the other.
func (a *Asker) work(ctx context.Context) {
	for {
		for q := a.next(); q != nil; q = a.next() {
			a.handle(ctx, q)
			if ctx.Err() != nil {
				return
			}
		}
		select {
		case <-a.wake:
		case <-ctx.Done():
			return
		}
	}
}

// next gives an inquiry whose turn it is; nil when there is none.
func (a *Asker) next() *inquiry {
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.begun && len(a.queue) > 0 {
		q := a.queue[0]
		a.queue = a.queue[1:]
		if a.inquired[q.file] != q || q.state != inquiryQueued {
			continue // nobody wants it any more, or it was in the queue twice
		}
		q.state, q.round, q.ways = inquiryTaken, a.round, a.waysTo(q.file)
		return q
	}
	return nil
}

// handle decides about one inquiry, and asks.
func (a *Asker) handle(ctx context.Context, q *inquiry) {
	// Another process may have asked meanwhile.
	a.recall()
	if k, ok := a.Asked(q.file); ok {
		a.finish(ctx, q, k)
		return
	}
	if err := a.rules.refuse(ctx, q.file, q.ways); err != nil {
		a.log.Debug("an interpreter is not asked for its version", zap.String("path", q.file.Path), zap.Error(err))
		a.refuse(ctx, q)
		return
	}
	line, err := a.run(ctx, q)
	if ctx.Err() != nil || a.over(q) || errors.Is(err, errRoundOver) {
		a.again(q)
		return
	}
	k, keep := a.judged(q.file, line, err)
	if !a.rules.unchanged(q.file) {
		a.refuse(ctx, q) // it was replaced meanwhile: the next scan says by what
		return
	}
	a.remember(ctx, k, keep)
	a.finish(ctx, q, k)
}

// runOne starts an interpreter, if it may still be, and gives what it says.
func (a *Asker) runOne(ctx context.Context, q *inquiry) ([]byte, error) {
	// Its life is bound to the thread that starts it: see command.start.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	select {
	case <-a.starting:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if ctx.Err() != nil || a.over(q) {
		a.starting <- struct{}{}
		return nil, errRoundOver
	}
	child, err := a.rules.command(q.file.Path, q.ways).start()
	if err == nil {
		a.mu.Lock()
		q.child = child
		if q.round != a.round {
			child.kill() // it took so long to start that nobody has waited
		}
		a.mu.Unlock()
	}
	a.starting <- struct{}{}
	if err != nil {
		return nil, &startError{err}
	}
	defer func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		q.child = nil
	}()
	return child.answer(ctx, askLimit)
}

// startError is the system's refusal to start a program, which may be a matter
// of the moment: too many processes, or a file that is being written.
type startError struct{ error }

func (e *startError) Unwrap() error { return e.error }

// judged turns what an interpreter has said into what is remembered, and tells
// whether that is worth keeping beyond the process.
func (a *Asker) judged(f venvcore.File, line []byte, err error) (k venvcore.Asked, keep bool) {
	if err == nil {
		k, err = parseReply(line)
	}
	if err != nil {
		k = venvcore.Asked{Failure: err.Error()}
	}
	k.File, k.At = f, a.now().UnixMilli()
	var start *startError
	return k, !errors.As(err, &start)
}

func (a *Asker) remember(ctx context.Context, k venvcore.Asked, keep bool) {
	if k.Failure != "" {
		a.log.Warn("an interpreter was asked for its version and did not say it",
			zap.String("path", k.File.Path), zap.String("why", k.Failure))
	} else {
		a.log.Info("an interpreter was asked for its version", zap.String("path", k.File.Path), zap.String("version", k.Version))
	}
	a.mu.Lock()
	a.known[k.File] = k
	a.mu.Unlock()
	if a.o.Keeper == nil || !keep {
		return
	}
	if err := a.o.Keeper.KeepAsked(ctx, k); err != nil {
		a.log.Warn("what an interpreter said is not kept: the next venvd asks again", zap.Error(err))
	}
}

// over reports whether what may be run has changed since the inquiry was taken up.
func (a *Asker) over(q *inquiry) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return q.round != a.round
}

// again puts an inquiry back: it was ended before it had an answer.
func (a *Asker) again(q *inquiry) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.enqueue(q)
	a.prune()
}

// refuse leaves an inquiry until something changes.
func (a *Asker) refuse(ctx context.Context, q *inquiry) {
	a.mu.Lock()
	if q.round != a.round || !slices.Equal(q.ways, a.waysTo(q.file)) {
		a.enqueue(q) // it was decided by what holds no more
	} else {
		q.state = inquiryRefused
	}
	a.prune()
	a.mu.Unlock()
	a.o.Again(ctx, nil, "")
}

// finish has those look again who wait for an answer, and lets the inquiry go.
func (a *Asker) finish(ctx context.Context, q *inquiry, k venvcore.Asked) {
	a.mu.Lock()
	var roots []string
	for root, list := range a.wanted {
		if slices.ContainsFunc(list, func(u Unknown) bool { return u.File == q.file }) {
			roots = append(roots, root)
		}
	}
	slices.Sort(roots)
	a.mu.Unlock()
	if k.Failure == "" {
		a.o.Again(ctx, roots, q.file.Path)
	}
	a.mu.Lock()
	delete(a.inquired, q.file)
	a.mu.Unlock()
	a.o.Again(ctx, nil, "")
}
