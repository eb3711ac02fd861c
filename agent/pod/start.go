package pod

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
)

// SharedProgram is where `prepare` leaves this program for the containers of services that are started by it.
const SharedProgram = "/dinfra/bin/dinfra-agent"

// start waits until the peers of a service are known, and becomes the service: a node never opens its port to others before.
func start(ctx context.Context, c *Config, root, name string) error {
	s, err := withPeers(c, name)
	if err != nil {
		return err
	}
	argv, err := await(ctx, root, *s, time.Second)
	if err != nil || argv == nil {
		return err
	}
	return syscall.Exec(argv[0], argv, os.Environ())
}

func withPeers(c *Config, name string) (*Service, error) {
	for _, s := range c.Services {
		if s.Name == name && s.Peers != nil {
			return &s, nil
		}
	}
	return nil, fault.Permanent("service-unknown", "expected a service that has peers, found %q", name)
}

// await gives the command of a service once its peers are known, or nothing when the context ends. The agent of the pod is the one
// that asks them.
func await(ctx context.Context, root string, s Service, every time.Duration) ([]string, error) {
	told := ""
	for {
		k, err := readKnown(knownPath(root, s))
		if err != nil {
			return nil, err
		}
		lists, missing := k.lists(s.Peers)
		if len(missing) == 0 {
			return command(root, s, lists)
		}
		if waits := strings.Join(missing, ", "); waits != told {
			told = waits
			slog.Info("waiting for the ids of peers", "service", s.Name, "peers", waits)
		}
		select {
		case <-ctx.Done():
			return nil, nil
		case <-time.After(every):
		}
	}
}

func command(root string, s Service, lists release.PeerLists) ([]string, error) {
	argv := append([]string{}, s.Peers.Command...)
	binding := release.Binding{
		NodeKey: func() (string, error) { return keyPath(root, s), nil },
		List:    lists.List,
	}
	for _, text := range s.Peers.Args {
		words, err := text.Words(binding)
		if err != nil {
			return nil, err
		}
		argv = append(argv, words...)
	}
	return argv, nil
}

// share leaves this program where the services' containers find it: their images have none of it.
func share(root string) error {
	own, err := os.Open("/proc/self/exe")
	if err != nil {
		return err
	}
	defer own.Close()
	path := filepath.Join(root, SharedProgram)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	draft := path + ".part"
	out, err := os.OpenFile(draft, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, own); err != nil {
		out.Close()
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return os.Rename(draft, path)
}
