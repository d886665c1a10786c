// Package app holds the use cases of venvd, once, for all its front ends: the
// language server, the proxy and the command line. It speaks in paths and
// venvcore's values; what is JSON, a URI or a table on a terminal is the front
// ends' business.
//
// Every error that a person can do something about is an *Error with a code of
// the protocol, one sentence, and a hint.
package app
