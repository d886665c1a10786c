package server

import (
	"context"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// initializeParams are LSP's, as far as they matter here.
type initializeParams struct {
	ProcessID    *int `json:"processId"`
	Capabilities struct {
		Workspace struct {
			Configuration bool `json:"configuration"`
		} `json:"workspace"`
		Experimental jsontext.Value `json:"experimental"`
	} `json:"capabilities"`
	RootURI               *wire.DocumentURI `json:"rootUri"`
	WorkspaceFolders      []folderName      `json:"workspaceFolders"`
	InitializationOptions jsontext.Value    `json:"initializationOptions"`
}

type initializeResult struct {
	Capabilities capabilities `json:"capabilities"`
	ServerInfo   serverInfo   `json:"serverInfo"`
}

type serverInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// capabilities are the standard ones that are used. For Python buffers nothing
// is advertised: another server owns them.
type capabilities struct {
	TextDocumentSync struct {
		OpenClose bool `json:"openClose"`
		Change    int  `json:"change"` // 1: full
		Save      bool `json:"save"`
	} `json:"textDocumentSync"`
	ExecuteCommandProvider struct {
		Commands         []string `json:"commands"`
		WorkDoneProgress bool     `json:"workDoneProgress"`
	} `json:"executeCommandProvider"`
	Workspace struct {
		WorkspaceFolders struct {
			Supported           bool `json:"supported"`
			ChangeNotifications bool `json:"changeNotifications"`
		} `json:"workspaceFolders"`
	} `json:"workspace"`
	Experimental wire.ServerExperimental `json:"experimental"`
}

// initialize takes what the client says of itself. The folders are opened
// behind it: at once, or when the client has answered for their settings.
func (s *Server) initialize(ctx context.Context, p initializeParams) (initializeResult, error) {
	own := wire.SaysVenvd(p.Capabilities.Experimental)
	init, warnings := wire.ParseInitialization(p.InitializationOptions, own)
	s.mu.Lock()
	s.client = clientFacts{venvd: own, configuration: p.Capabilities.Workspace.Configuration}
	s.init = init
	s.mu.Unlock()
	s.note(foldersOf(p))
	s.app.BeginAsking()
	s.warnAll(s.o.Warnings)
	s.warnAll(warnings)
	s.machineSettings()
	if p.ProcessID != nil && *p.ProcessID > 0 && s.o.Parent != nil {
		s.o.Parent(s.life, *p.ProcessID, s.stop)
	}
	if !s.client.configuration {
		if err := s.open(s.life, s.folderPaths()); err != nil {
			return initializeResult{}, err
		}
		s.rounds.settled()
	}
	rpc.AfterReply(ctx, func() {
		close(s.begun)
		if s.facts().configuration {
			go s.unasked()
		}
	})
	return s.result(), nil
}

// foldersOf gives the folders of a client that has them, else its one root.
func foldersOf(p initializeParams) []folderName {
	if len(p.WorkspaceFolders) == 0 && p.RootURI != nil && *p.RootURI != "" {
		return []folderName{{URI: *p.RootURI}}
	}
	return p.WorkspaceFolders
}

func (s *Server) result() initializeResult {
	r := initializeResult{ServerInfo: serverInfo{Name: "venvd", Version: s.o.Version}}
	c := &r.Capabilities
	c.TextDocumentSync.OpenClose, c.TextDocumentSync.Change, c.TextDocumentSync.Save = true, 1, true
	c.ExecuteCommandProvider.Commands = wire.CommandNames()
	c.ExecuteCommandProvider.WorkDoneProgress = true
	c.Workspace.WorkspaceFolders.Supported = true
	c.Workspace.WorkspaceFolders.ChangeNotifications = true
	c.Experimental = wire.Experimental()
	return r
}

// initialized asks a client that answers configuration for its settings; its
// folders are opened with the answer.
func (s *Server) initialized(context.Context, rpc.None) error {
	if s.facts().configuration {
		s.rounds.ask(s.reconfigure)
	}
	return nil
}
