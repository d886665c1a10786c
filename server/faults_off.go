//go:build !venvdfaults

package server

import "github.com/venvd/venvd/internal/rpc"

func (s *Server) faults() []rpc.Method { return nil }
