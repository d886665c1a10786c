// Package rpc is the JSON-RPC 2.0 wiring of a language server over one pair of
// byte streams: framing with limits, a typed table of methods, their order,
// cancellation, the lifecycle of LSP 3.17 and a guard around every handler. It
// knows LSP's base protocol and nothing of what the methods do.
//
// What is promised:
//
//   - Order. Messages are taken in wire order. A [Command] and a [Notification]
//     run to their end before the next message is read; a [Query] takes its
//     input, and a [Job] begins, before the next message is read, and the rest
//     runs beside everything else.
//   - What [Client.Notify] has accepted before a reply was given is on the wire
//     before that reply; what [AfterReply] runs comes behind it.
//   - Bad input is answered and never ends the connection: only headers that
//     cannot be read do, because then nobody knows where the next message is.
//     A notification is never answered, whatever is in it.
//   - A panic in a handler is logged with its stack and answered with -32603.
//   - A client that does not read blocks only those who wait for it in
//     [Client.Notify] and [Client.Call]. Replies are queued, so `exit`, the end
//     of the input and cancellation are always seen; a queue over 64 MiB ends
//     the connection.
//   - [Server.Serve] returns within 2.5 s of the reason to end, even when a
//     handler ignores its context and the streams stay open.
//
// The transport is go.lsp.dev/jsonrpc2 v1.0.1. It recycles the context and the
// request that it hands to a handler, so neither ever leaves this package:
// handlers get a context that derives from the connection's.
package rpc
