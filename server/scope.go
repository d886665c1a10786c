package server

import (
	"path/filepath"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// pathOf gives the path that a member of the params names.
func pathOf(field string, u wire.DocumentURI) (string, error) {
	if u == "" {
		return "", rpc.InvalidParams(field, "is missing: give the file: URI of a file or a folder")
	}
	path, err := wire.Path(u)
	if err != nil {
		return "", rpc.InvalidParams(field, err.Error())
	}
	return path, nil
}

// scopeOf gives the path that `uri` names; left out, the one opened folder.
func (s *Server) scopeOf(u *wire.DocumentURI) (string, error) {
	if u != nil {
		return pathOf("uri", *u)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch len(s.folders) {
	case 0:
		return "", rpc.InvalidParams("uri", "is missing, and no folder is open")
	case 1:
		for path := range s.folders {
			return path, nil
		}
	}
	return "", rpc.InvalidParams("uri", "is missing, and several folders are open: say which")
}

func clean(path string) string { return filepath.Clean(path) }
