package watcher

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
)

// barrier is one request for "all that is queued by now". It goes from its caller to
// the armer, which makes a file (the cookie) behind everything queued so far; its event
// comes to the hub, which hands the hints collected before it to the armer, which
// follows them up and lets the barrier go. Only the hub answers it, once.
type barrier struct {
	token  uint64
	cookie string      // the file's path, set and used by the armer
	limit  *time.Timer // answers it without proof
	awaits string      // the hub's: the cookie's name, once asked
	done   atomic.Bool // set by the hub: nobody waits any more
}

// newBarrier starts the clock before anything that could hang.
func (s *shared) newBarrier(token uint64) *barrier {
	b := &barrier{token: token}
	b.limit = time.AfterFunc(barrierWait, func() { s.expire(b) })
	return b
}

// expire asks the hub to answer b without proof.
func (s *shared) expire(b *barrier) {
	select {
	case s.expired <- b:
	case <-s.done:
	}
}

// askCookie puts a cookie behind all that the kernel has queued. Several barriers share
// one. Without a cookie they are answered after blindWait, as lost: order unproven.
func (a *armer) askCookie(bs []*barrier) {
	a.waiting = append(a.waiting, bs...)
	err := a.openCookies()
	if a.crumbled {
		bs = a.waiting
		a.crumbled = false
	}
	if err == nil {
		err = a.bake(bs)
	}
	if err != nil {
		a.log.Warn("cannot prove the order of events; everything will be looked at again",
			zap.String("dir", a.cookieDir), zap.Error(err))
		for _, b := range bs {
			time.AfterFunc(blindWait, func() { a.expire(b) })
		}
	}
}

// rebake asks again for the barriers whose cookie may have been lost, because the watch
// on its directory was set anew: what was queued for the old watch never comes.
func (a *armer) rebake() {
	a.waiting = slices.DeleteFunc(a.waiting, func(b *barrier) bool { return b.done.Load() })
	if a.crumbled && len(a.waiting) > 0 {
		a.askCookie(nil)
	}
	a.crumbled = false
}

// bake makes one cookie for bs and tells the hub before there can be an event of it.
func (a *armer) bake(bs []*barrier) error {
	a.asked++
	path := filepath.Join(a.cookieDir, a.cookieStem+strconv.Itoa(a.asked))
	for _, b := range bs {
		b.cookie = path
	}
	a.send(note{cookie: filepath.Base(path), barriers: slices.Clone(bs)})
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = f.Close()
	if removeAtOnce {
		err = errors.Join(err, os.Remove(path))
	}
	if err != nil {
		a.log.Warn("cannot tidy a sync cookie", zap.String("file", path), zap.Error(err))
	}
	return nil
}

// openCookies makes sure that the present directory of cookies is watched. One that was
// cleaned away is made again: it is the watcher's own.
func (a *armer) openCookies() error {
	a.settleCookies()
	if a.cookies.sight.kind == absent && a.cookies.err == nil {
		if err := os.Mkdir(a.cookieDir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		a.settleCookies()
	}
	if a.cookies.err != nil {
		return a.cookies.err
	}
	if a.cookies.sight.kind != directory {
		return fmt.Errorf("sync directory %s is not a directory; remove what is in its place", a.cookieDir)
	}
	return nil
}

// settleCookies also settles the wanted paths whose watch it had to drop, if any.
func (a *armer) settleCookies() {
	a.queue(a.cookies, false)
	a.pass()
}

// sweep removes the cookies that had to stay until they were seen.
func (a *armer) sweep(bs []*barrier) {
	if removeAtOnce {
		return
	}
	for _, b := range bs {
		if err := os.Remove(b.cookie); err != nil && !errors.Is(err, fs.ErrNotExist) {
			a.log.Warn("cannot tidy a sync cookie", zap.String("file", b.cookie), zap.Error(err))
		}
	}
}

// isCookie keeps the daemon's own traffic out of the batches, also another daemon's.
func isCookie(name string) bool { return strings.HasPrefix(name, cookiePrefix) }
