package server

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore/engine"
)

// configurationLimit is how long a client may take to answer for its settings.
// One that does not answer has what initialize said.
const configurationLimit = 2 * time.Second

type configurationParams struct {
	Items []configurationItem `json:"items"`
}

type configurationItem struct {
	ScopeURI wire.DocumentURI `json:"scopeUri"`
	Section  string           `json:"section"`
}

type changedParams struct {
	Settings jsontext.Value `json:"settings"`
}

// didChangeConfiguration asks again; a client that cannot be asked has sent its
// settings along.
func (s *Server) didChangeConfiguration(ctx context.Context, p changedParams) error {
	if s.facts().configuration {
		s.rounds.ask(s.reconfigure)
		return nil
	}
	var sent struct {
		Venvd jsontext.Value `json:"venvd"`
	}
	if !given(p.Settings) || wire.Unmarshal(p.Settings, &sent) != nil || !given(sent.Venvd) {
		return nil // not about venvd
	}
	values, warnings := wire.Parse(sent.Venvd, wire.Origin{Name: "the settings", Machine: s.facts().venvd})
	s.warnAll(warnings)
	s.mu.Lock()
	s.pushed = values
	s.mu.Unlock()
	s.machineSettings()
	return s.open(ctx, s.folderPaths())
}

// reconfigure asks the client for the settings of every folder and applies
// them. Folders that are not open yet are opened with them.
func (s *Server) reconfigure() {
	paths := s.folderPaths()
	var p configurationParams
	for _, path := range paths {
		p.Items = append(p.Items, configurationItem{ScopeURI: s.uriOf(path), Section: wire.ConfigurationSection})
	}
	if len(p.Items) > 0 {
		s.take(paths, s.fetch(p))
	}
	s.machineSettings()
	if err := s.open(s.life, s.folderPaths()); err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, engine.ErrClosed) {
		s.log.Error("settings were not applied", zap.Error(err))
	}
}

func (s *Server) fetch(p configurationParams) []jsontext.Value {
	ctx, cancel := context.WithTimeout(s.life, configurationLimit)
	defer cancel()
	var answers []jsontext.Value
	err := s.rpc.Client().Call(ctx, "workspace/configuration", p, &answers)
	if err != nil && s.life.Err() == nil {
		s.log.Warn("the client did not answer for its settings; those of initialize hold", zap.Error(err))
	}
	if err == nil && len(answers) != len(p.Items) {
		s.log.Warn("the client answered for another number of folders than was asked", zap.Int("asked", len(p.Items)), zap.Int("answered", len(answers)))
	}
	return answers
}

// take notes the answers, folder by folder. Null leaves standing what
// initialize said.
func (s *Server) take(paths []string, answers []jsontext.Value) {
	own := s.facts().venvd
	for i, path := range paths {
		if i >= len(answers) {
			return
		}
		values, warnings := wire.Parse(answers[i], wire.Origin{Name: "the settings", Machine: own})
		s.warnAll(warnings)
		s.mu.Lock()
		s.answered[path] = values
		s.mu.Unlock()
	}
}

// valuesFor gives what is set for a folder: an answer of the client wins, key
// by key, over what initialize said.
func (s *Server) valuesFor(path string) wire.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answered[path].Over(s.pushed).Over(s.init.For(path)).Over(s.o.Settings)
}

// folderSettings gives the settings of a folder in the engine's terms.
func (s *Server) folderSettings(path string) engine.FolderSettings {
	set, err := FolderSettings(s.valuesFor(path).Settings(), path, s.app.Home())
	s.complain(err)
	return set
}

// FolderSettings puts the settings of a folder into the engine's terms. With an
// error, which is about `interpreter`, the others hold.
func FolderSettings(set wire.Settings, folder, home string) (engine.FolderSettings, error) {
	interpreter, err := wire.ExpandInterpreter(set.Interpreter, folder, home)
	return engine.FolderSettings{
		Interpreter: interpreter,
		Bounds:      engine.Bounds{Depth: set.DiscoveryDepth, Entries: set.DiscoveryEntries, Ignore: set.DiscoveryIgnore},
	}, err
}

// machineSettings applies what holds for the machine: what initialize said,
// under what the first folder was answered. What is not set, or no longer, has
// its default.
func (s *Server) machineSettings() {
	s.mu.Lock()
	values := s.pushed.Over(s.init.Settings).Over(s.o.Settings)
	s.mu.Unlock()
	if paths := s.folderPaths(); len(paths) > 0 {
		values = s.valuesFor(paths[0])
	}
	set := values.Settings()
	if s.o.Level != nil {
		s.complain(s.o.Level(set.LogLevel))
	}
	s.logFile(set.LogFile)
	places, err := Places(set, s.app.Home())
	s.complain(err)
	tools, err := Tools(set, s.app.Home())
	s.complain(err)
	s.complain(s.app.SetMachine(s.life, places, tools))
}

// logFile has the log go where the setting says; empty is the default place.
func (s *Server) logFile(name string) {
	if s.o.LogFile == nil {
		return
	}
	path := ""
	if name != "" {
		var err error
		if path, err = wire.ExpandPath(name, s.app.Home()); err != nil {
			s.complain(err)
			return
		}
	}
	s.complain(s.o.LogFile(path))
}

// Places gives the setting `places` with absolute paths. The error names those
// that cannot be made so; the others hold.
func Places(set wire.Settings, home string) (map[string][]string, error) {
	out := make(map[string][]string, len(set.Places))
	var wrong []error
	for _, tool := range slices.Sorted(maps.Keys(set.Places)) {
		for _, p := range set.Places[tool] {
			path, err := wire.ExpandPath(p, home)
			if err != nil {
				wrong = append(wrong, fmt.Errorf("setting places: %w", err))
				continue
			}
			out[tool] = append(out[tool], path)
		}
	}
	return out, errors.Join(wrong...)
}

// Tools gives the setting `tools` with absolute paths. The error names those that
// cannot be made so and those of no tool; the others hold. Whether a program is
// there is told by who looks.
func Tools(set wire.Settings, home string) (map[string]string, error) {
	out := make(map[string]string, len(set.Tools))
	known := app.ToolNames()
	var wrong []error
	for _, tool := range slices.Sorted(maps.Keys(set.Tools)) {
		if !slices.Contains(known, tool) {
			wrong = append(wrong, fmt.Errorf("setting tools: %.200q is no tool that is looked for; known are %s", tool, strings.Join(known, ", ")))
			continue
		}
		path, err := wire.ExpandPath(set.Tools[tool], home)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("setting tools: %w", err))
			continue
		}
		out[tool] = path
	}
	return out, errors.Join(wrong...)
}

func (s *Server) complain(err error) {
	if err != nil {
		s.warnOnce(err.Error())
	}
}

func (s *Server) warnAll(list []wire.Warning) {
	for _, w := range list {
		s.warnOnce(w.Text)
	}
}

// warnOnce shows each sentence once: settings are read again at every change.
func (s *Server) warnOnce(text string) {
	s.mu.Lock()
	said := s.said[text]
	s.said[text] = true
	s.mu.Unlock()
	if !said {
		s.warn(text)
	}
}

// sayTrust hands on what the client says of a folder's trust; it wins over what
// is stored, for this connection.
func (s *Server) sayTrust(path string) {
	s.mu.Lock()
	trusted, known := s.init.Trusted.For(path)
	told := s.trustSaid[path]
	s.trustSaid[path] = true
	s.mu.Unlock()
	if known && !told {
		s.complain(s.app.SetTrust(s.life, path, trusted, false))
	}
}
