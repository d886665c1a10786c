// Package server is the language server: one file per method, each takes its
// params in, calls a use case, and gives a value out. What is decided is decided
// below it.
//
// Promises: notifications of the client and the beginnings of its requests are
// handled in wire order; a client that says experimental.venvd is sent one
// venvd/interpreterChanged for each followed scope whose answer changed, and no
// other client is sent anything that is not standard LSP; nothing is asked of
// the person.
package server
