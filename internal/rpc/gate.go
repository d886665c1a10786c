package rpc

import "sync"

// The methods of LSP 3.17 that move the lifecycle, and the one that cancels.
const (
	methodInitialize = "initialize"
	methodShutdown   = "shutdown"
	methodExit       = "exit"
	methodCancel     = "$/cancelRequest"
)

// phase is where the connection is in LSP's lifecycle.
type phase int

const (
	phaseFresh        phase = iota // nothing but initialize
	phaseInitializing              // initialize is being answered
	phaseReady                     // everything but initialize
	phaseShutDown                  // nothing but exit
)

// gate lets only those messages through that the lifecycle allows. `exit` does
// not pass it: it always works.
type gate struct {
	mu    sync.Mutex
	phase phase
}

// enter admits a request, or says why not. An admitted one must leave.
func (g *gate) enter(method string) *Error {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.phase == phaseShutDown:
		return refuse(CodeInvalidRequest, "the server has shut down: only exit is left")
	case method == methodInitialize && g.phase != phaseFresh:
		return refuse(CodeInvalidRequest, "the server is initialized already")
	case method == methodInitialize:
		g.phase = phaseInitializing
	case g.phase != phaseReady:
		return refuse(CodeServerNotInitialized, "the server is not initialized: send initialize first")
	}
	return nil
}

// leave moves the lifecycle after an admitted request, before its answer is sent:
// the client may send the next message as soon as it has the answer. A failed
// initialize may be sent again.
func (g *gate) leave(method string, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case method == methodInitialize && ok:
		g.phase = phaseReady
	case method == methodInitialize:
		g.phase = phaseFresh
	case method == methodShutdown && ok:
		g.phase = phaseShutDown
	}
}

// ready reports whether notifications are handled now.
func (g *gate) ready() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.phase == phaseReady
}

// exitCode is what LSP's exit, and the end of the input, end the process with.
func (g *gate) exitCode() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.phase == phaseShutDown {
		return 0
	}
	return 1
}
