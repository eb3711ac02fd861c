package serve

import (
	"context"
	"io"
	"net"
	"net/http"
	"time"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/system"
)

// callLimit ends a command whose daemon hangs; making session keys is what takes longest.
const callLimit = 2 * time.Minute

// Call sends one command to the daemon and copies its answer. It gives the code with which the command should end: 0, or
// 1 when the daemon refused.
func Call(m system.Machine, method, path string, body io.Reader, out io.Writer) (int, error) {
	client := &http.Client{Timeout: callLimit, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", m.Path(system.Socket))
		},
	}}
	request, err := http.NewRequest(method, "http://agent"+path, body)
	if err != nil {
		return 1, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 1, fault.New("agent-down", "expected the agent at %s, found: %v: wait for its start (systemctl status dinfra-agent)", system.Socket, err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(out, response.Body); err != nil {
		return 1, err
	}
	if response.StatusCode != http.StatusOK {
		return 1, nil
	}
	return 0, nil
}
