// dinfra-agent runs on every machine: first boot, disks, restores, the release's services, their probes, and the answers
// to operators. See docs/machines.md.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"dinfra.dev/agent/bootstrap"
	"dinfra.dev/agent/converge"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/gateway"
	"dinfra.dev/agent/identity"
	"dinfra.dev/agent/logs"
	"dinfra.dev/agent/pod"
	"dinfra.dev/agent/seal"
	"dinfra.dev/agent/serve"
	"dinfra.dev/agent/status"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/update"
)

// version is set when it is built.
var version = "0.1.0"

const usage = `usage: dinfra-agent COMMAND

  bootstrap  first boot: users, packet filter, journal limits, login, the agent's own service
  serve      the daemon: brings the machine to its release and keeps it there
  apply      reads a release document on standard input and hands it to the daemon
  status     conditions, services and volumes as JSON
  keys       reads an owner's account (0x…) on standard input, has the node make session keys for it once, and answers
             their public part and the proof
  peers      reads a service's lists of peers as JSON on standard input; a service that has peers does not run before
  drain      tells balancers and gateways that the machine goes, until it is undrained or the agent starts anew
  undrain    takes that back
  remove     takes the release away; data disks stay as they are
  trial      watches an agent that was renewed, and puts this one back where it does not answer
  gateway    stands before a node's JSON-RPC: --config FILE [--certificate FILE --certificate-key FILE]
  logs       sends the machine's journal to Loki or a receiver of OTLP: --config FILE [--secret FILE]
  pod        beside the services of a Kubernetes pod, each with --config FILE: serve answers about them, prepare fetches,
             restores and makes network keys before they start, start --service NAME starts one once its peers are known,
             keys --service NAME is the command keys above
  ssh        runs apply, status, keys, peers, drain, undrain or remove as SSH_ORIGINAL_COMMAND says, and nothing else
  version    the agent's version
`

func main() {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{ReplaceAttr: withoutTime})))
	code, err := run(os.Args[1:])
	if err != nil {
		// One line of JSON for programs on standard output, and a line for people.
		json.NewEncoder(os.Stdout).Encode(map[string]any{"error": fault.Of(err)})
		fmt.Fprintln(os.Stderr, "dinfra-agent: "+fault.Of(err).Error())
		code = max(code, 1)
	}
	os.Exit(code)
}

// withoutTime: the journal has its own.
func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

func run(args []string) (int, error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	machine := system.Machine{Root: "/", Run: system.Real{}}
	if len(args) > 1 && args[0] == "gateway" {
		return 0, gateway.Run(ctx, args[1:])
	}
	if len(args) > 1 && args[0] == "logs" {
		return 0, logs.Run(ctx, args[1:])
	}
	if len(args) > 1 && args[0] == "pod" {
		return 0, pod.Run(ctx, args[1:])
	}
	if len(args) != 1 {
		fmt.Fprint(os.Stderr, usage)
		return 2, nil
	}
	switch args[0] {
	case "bootstrap":
		return 0, bootstrap.Run(ctx, machine)
	case "serve":
		return 0, daemon(ctx, machine)
	case "trial":
		return 0, update.Watch(ctx, machine, update.DefaultPatience, func(ctx context.Context) error {
			code, err := serve.Call(machine, http.MethodGet, "/status", nil, io.Discard)
			if err == nil && code != 0 {
				err = fault.New("agent-down", "expected the agent to answer its status, found code %d", code)
			}
			return err
		})
	case "ssh":
		return command(machine, strings.TrimSpace(os.Getenv("SSH_ORIGINAL_COMMAND")))
	case "version", "--version":
		fmt.Println("dinfra-agent " + version)
		return 0, nil
	case "--help", "-h", "help":
		fmt.Print(usage)
		return 0, nil
	default:
		return command(machine, args[0])
	}
}

// command is what an operator may ask of the daemon.
func command(machine system.Machine, name string) (int, error) {
	switch name {
	case "apply":
		return serve.Call(machine, http.MethodPost, "/apply", os.Stdin, os.Stdout)
	case "status":
		return serve.Call(machine, http.MethodGet, "/status", nil, os.Stdout)
	case "keys":
		return serve.Call(machine, http.MethodPost, "/keys", os.Stdin, os.Stdout)
	case "peers":
		return serve.Call(machine, http.MethodPost, "/peers", os.Stdin, os.Stdout)
	case "drain", "undrain":
		return serve.Call(machine, http.MethodPost, "/"+name, nil, os.Stdout)
	case "remove":
		return serve.Call(machine, http.MethodPost, "/remove", nil, os.Stdout)
	default:
		return 2, fault.Permanent("command-unknown", "expected one of apply, status, keys, peers, drain, undrain, remove, found %q", name)
	}
}

func daemon(ctx context.Context, machine system.Machine) error {
	id, err := identity.Read(machine)
	if err != nil {
		return err
	}
	key, err := seal.Ensure(machine.Path(system.StateFolder, "sealing.key"))
	if err != nil {
		return err
	}
	machineID, err := os.ReadFile(machine.Path("/etc/machine-id"))
	if err != nil {
		return err
	}
	c := &converge.Converger{
		M: machine, ID: id, Arch: runtime.GOARCH, Key: key, Version: version,
		Machine: status.Machine{
			Name: id.Name, ID: strings.TrimSpace(string(machineID)), BootID: converge.BootID(),
			Architecture: runtime.GOARCH, SealingKey: key.Public(),
		},
		RetryAfter: 10 * time.Second, LookAfter: 30 * time.Second,
	}
	if err := c.Open(); err != nil {
		return err
	}
	return serve.Run(ctx, c)
}
