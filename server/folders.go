package server

import (
	"context"
	"fmt"
	"slices"

	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/wire"
)

// folderName is a workspace folder as clients send it.
type folderName struct {
	URI  wire.DocumentURI `json:"uri"`
	Name string           `json:"name"`
}

type foldersParams struct {
	Event struct {
		Added   []folderName `json:"added"`
		Removed []folderName `json:"removed"`
	} `json:"event"`
}

// didChangeWorkspaceFolders opens and closes folders at run time.
func (s *Server) didChangeWorkspaceFolders(ctx context.Context, p foldersParams) error {
	for _, f := range p.Event.Removed {
		if path, err := wire.Path(f.URI); err == nil {
			if err := s.closeFolder(ctx, path); err != nil {
				return err
			}
		}
	}
	added := s.note(p.Event.Added)
	if len(added) == 0 {
		return nil
	}
	if s.facts().configuration {
		// The answer about the new folders comes from the client, and cannot be
		// waited for here.
		s.rounds.ask(s.reconfigure)
		return nil
	}
	return s.open(ctx, added)
}

// closeFolder forgets a folder and what was answered for it.
func (s *Server) closeFolder(ctx context.Context, path string) error {
	s.opening.Lock()
	defer s.opening.Unlock()
	s.mu.Lock()
	delete(s.folders, path)
	delete(s.answered, path)
	s.order = slices.DeleteFunc(s.order, func(p string) bool { return p == path })
	s.mu.Unlock()
	return s.app.Close(ctx, path)
}

// note takes folders for opened by the client, and gives those that are new.
// From now on they count for what may be run, with what the client says of their
// trust. One that is no file is said once and left out.
func (s *Server) note(list []folderName) []string {
	var added []string
	for _, f := range list {
		path, err := wire.Path(f.URI)
		if err != nil {
			s.warn(fmt.Sprintf("the folder %q is not looked at: %v", f.URI, err))
			continue
		}
		s.mu.Lock()
		fresh := s.folders[path] == nil
		if fresh {
			s.folders[path] = &folder{path: path, uri: f.URI}
			s.order = append(s.order, path)
			added = append(added, path)
		}
		s.mu.Unlock()
		if fresh {
			s.sayTrust(path)
			s.app.Announce(path)
		}
	}
	return added
}

// open has folders looked at, with the settings that hold for each now.
func (s *Server) open(ctx context.Context, paths []string) error {
	for _, path := range paths {
		if err := s.openFolder(ctx, path); err != nil {
			return err
		}
	}
	return nil
}

// openFolder opens one folder, unless the client has removed it meanwhile.
func (s *Server) openFolder(ctx context.Context, path string) error {
	settings := s.folderSettings(path)
	s.opening.Lock()
	defer s.opening.Unlock()
	s.mu.Lock()
	there := s.folders[path] != nil
	s.mu.Unlock()
	if !there {
		return nil
	}
	return s.app.Open(ctx, path, settings, true)
}

// folderPaths gives the opened folders in the client's order.
func (s *Server) folderPaths() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.order)
}

// message types of LSP 3.17.
const messageWarning = 2

type messageParams struct {
	Type    int    `json:"type"`
	Message string `json:"message"`
}

// warn shows the person one sentence. It never waits for the client.
func (s *Server) warn(text string) {
	s.log.Warn(text)
	go func() {
		err := s.rpc.Client().Notify(s.life, "window/showMessage", messageParams{Type: messageWarning, Message: "venvd: " + text})
		if err != nil {
			s.log.Debug("a message was not shown", zap.Error(err))
		}
	}()
}
