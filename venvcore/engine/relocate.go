package engine

import "go.uber.org/zap"

// relocate has an opened folder looked at where it is now. What is known of it
// stands until then.
func (l *loop) relocate(r *root, to string) {
	l.log.Info("an opened folder was renamed", zap.String("from", r.what.Folder), zap.String("to", to))
	l.forget(r.what)
	r.what.Folder, r.full, r.changed = to, true, nil
	r.stirs++
	l.moves++
	l.wants.stale = true
}

// settleFolder takes the path at which a folder was looked at for the one where
// it is. Clients go on knowing it by the path by which they opened it; all that
// lies in it is known by where it is. It reports whether that is another place.
func (l *loop) settleFolder(r *root) (moved bool) {
	for _, f := range l.folders {
		if folderKey(f.path) == r.what.Key && f.at != r.folder {
			l.moveDocuments(f.at, r.folder)
			f.at, moved = r.folder, true
		}
	}
	return moved
}

// forget lets the looker drop what it has of a root.
func (l *loop) forget(what Root) {
	l.workers.Add(1)
	go func() {
		defer l.workers.Done()
		l.looker.Forget(what)
	}()
}
