// Package fault has the errors of the agent: each with a stable code, and a message that says what was expected, what
// was found and what to do.
package fault

import (
	"errors"
	"fmt"
)

// Fault is an error that crosses the boundary to the provider. Permanent says that the same release can never succeed
// on this machine as it is; any other fault is tried again.
type Fault struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Permanent bool   `json:"permanent"`
}

func (f *Fault) Error() string { return f.Message + " [agent/" + f.Code + "]" }

// New makes a fault that may pass by itself.
func New(code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Permanent makes a fault that only a change of the release or of the machine can end.
func Permanent(code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(format, args...), Permanent: true}
}

// Of gives the fault in err, or wraps what has none.
func Of(err error) *Fault {
	if err == nil {
		return nil
	}
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New("unexpected", "%s", err.Error())
}
