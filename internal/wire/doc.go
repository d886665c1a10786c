// Package wire holds the protocol's JSON: its types, names and settings, and
// the conversion of venvcore's values into them. Nothing outside this package
// and the connection's own knows JSON.
//
// Promises: every member of a type is always there, null when unknown, and a
// list is never null. Paths of `uri` members are file URIs, those of `path`
// members native and absolute.
package wire
