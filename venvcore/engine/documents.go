package engine

import (
	"cmp"
	"context"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// document is one that is open in an editor. It is kept by the path that the
// client knows it by.
type document struct {
	at   string // where it lies now: a directory above it may have been renamed
	told bool   // its scope was followed once because of it
}

// OpenDocument follows the scope of an open document. outside names the folder
// to look at when no opened folder holds the document; empty: it is ErrOutside.
func (e *Engine) OpenDocument(ctx context.Context, path, outside string) error {
	var err error
	ended := e.do(ctx, func(l *loop) {
		if err = l.within(path, outside); err != nil {
			return
		}
		l.documents[path] = &document{at: l.real(path)}
		l.dirty, l.renamed = true, true
	})
	return cmp.Or(ended, err)
}

// CloseDocument ends what OpenDocument began: a folder that is followed only
// for its documents is closed with the last of them.
func (e *Engine) CloseDocument(ctx context.Context, path string) error {
	return e.do(ctx, func(l *loop) {
		doc := l.documents[path]
		if doc == nil {
			return
		}
		delete(l.documents, path)
		l.renamed = true
		f := l.folderOf(doc.at)
		if f == nil || f.opened {
			return
		}
		for _, d := range l.documents {
			if venvcore.Contains(f.at, d.at) {
				return
			}
		}
		l.close(f.path)
	})
}

// moveDocuments notes that the directory they lie in has another name.
func (l *loop) moveDocuments(from, to string) {
	for _, doc := range l.documents {
		if venvcore.Contains(from, doc.at) {
			doc.at = to + strings.TrimPrefix(doc.at, from)
			doc.told = true
			l.renamed = true
		}
	}
}

// reviewDocuments follows the scope of every open document.
func (l *loop) reviewDocuments(projects *projectSet) {
	for _, doc := range l.documents {
		f := l.folderOf(doc.at)
		if f == nil || !l.scanned(f) || isScriptName(doc.at) && !l.read[doc.at] {
			continue
		}
		p := projects.nearest(doc.at, f)
		if p == nil {
			continue
		}
		// The first time it was just opened; later, a project root came to be
		// above it.
		first := venvcore.ReasonOpened
		if doc.told {
			first = venvcore.ReasonConfiguration
		}
		doc.told = true
		scope := l.scopeAt(p.Root)
		if s := l.scopes[scope]; s == nil || s.ended {
			// With its identity from the start: it may be renamed before the next
			// look at it is told.
			l.follow(scope, first).id = p.ID
		}
	}
}
