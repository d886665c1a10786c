package server

import (
	"errors"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// failure puts an error of a use case into the protocol's terms. What is no
// app.Error stays as it is and is answered as an internal error, or as the
// cancellation that it is.
func failure(err error) error {
	var known *app.Error
	if !errors.As(err, &known) {
		return err
	}
	data := wire.ErrorData{Code: string(known.Code)}
	if known.Path != "" {
		data.Path = &known.Path
	}
	if known.Hint != "" {
		data.Hint = &known.Hint
	}
	return rpc.RequestFailed(known.Message, data)
}
