// Command dinfra-engine makes one Pulumi update and ends: preview, up, refresh or destroy of a stack in a file backend,
// with a program that another process serves. It is Pulumi's engine without Pulumi's command line.
//
// Of the 0.65 CPU-seconds that `pulumi up` takes beside plugin and program, 0.35 go into starting a command line of which
// nothing is used here, and 0.26 into stretching the passphrase anew. What this program reads and writes (stack, locks,
// history, secrets) is the CLI's own code, so each can go on where the other stopped.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"strings"

	"github.com/pulumi/pulumi/pkg/v3/backend/backenderr"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/result"
	sdkversion "github.com/pulumi/pulumi/sdk/v3/go/common/version"
)

const usage = `usage: dinfra-engine preview|up|refresh|destroy --stack NAME --client ADDRESS [--event-log URL] [--refresh] [--keys FOLDER]
       dinfra-engine init --stack NAME
       dinfra-engine import --stack NAME --file FILE [--keys FOLDER]
       dinfra-engine version

Makes one update of a stack in the Pulumi project of the current folder, as the Pulumi CLI does with the same words.
PULUMI_BACKEND_URL names the file backend, PULUMI_HOME holds the plugins, PULUMI_CONFIG_PASSPHRASE_FILE the passphrase.

  --client     address of the language server that runs the program
  --event-log  tcp://ADDRESS: the engine's events go to the Events service there
  --refresh    preview, up: asks what is real first
  --file       import: the deployment, as "pulumi stack export" writes it
  --keys       folder where keys made from the passphrase are kept, so that they are made once (files of mode 0600)

Exit codes: 0 done, 1 the update failed, 2 it was called in a wrong way. SIGINT finishes what is in flight and ends.
`

// version is set by the linker, from tools/binaries.json: Pulumi's version, and which one of ours around it.
var version = "v0.0.0-0"

func main() {
	sdkversion.Version, _, _ = strings.Cut(version, "-") // what states bear as the version of their engine
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	silenceLogs()
	cmdutil.SetGlobalColorization(string(colors.Never)) //nolint:errcheck // it is one of the known words
	if len(args) == 1 && args[0] == "version" {
		fmt.Println(version)
		return 0
	}
	request, err := parse(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%v\n\n%s", err, usage)
		return 2
	}
	ctx := context.Background()
	switch request.verb {
	case "init":
		err = initStack(ctx, request)
	case "import":
		err = importState(ctx, request)
	default:
		err = update(ctx, request)
	}
	if err == nil {
		return 0
	}
	if !result.IsBail(err) { // else the events have said it
		cmdutil.Diag().Errorf(diag.RawMessage("", message(request.verb, err)))
	}
	return 1
}

func message(verb string, err error) string {
	if errors.Is(err, context.Canceled) {
		if verb == "up" {
			verb = "update"
		}
		return backenderr.CancelledError{Operation: verb}.Error()
	}
	return err.Error()
}

// Request is one call of this program.
type Request struct {
	verb, stack, client, eventLog, file, keys string
	refresh                                   bool
}

func parse(args []string) (Request, error) {
	if len(args) == 0 {
		return Request{}, errors.New("expected preview, up, refresh, destroy, init, import or version, found nothing")
	}
	r := Request{verb: args[0]}
	flags := flag.NewFlagSet(r.verb, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&r.stack, "stack", "", "")
	flags.StringVar(&r.keys, "keys", "", "")
	needed := map[string]*string{"stack": &r.stack}
	switch r.verb {
	case "preview", "up", "refresh", "destroy":
		flags.StringVar(&r.client, "client", "", "")
		flags.StringVar(&r.eventLog, "event-log", "", "")
		needed["client"] = &r.client
		if r.verb == "up" || r.verb == "preview" {
			flags.BoolVar(&r.refresh, "refresh", false, "")
		}
	case "import":
		flags.StringVar(&r.file, "file", "", "")
		needed["file"] = &r.file
	case "init":
	default:
		return Request{}, fmt.Errorf("expected preview, up, refresh, destroy, init, import or version, found %q", r.verb)
	}
	if err := flags.Parse(args[1:]); err != nil {
		return Request{}, err
	}
	if flags.NArg() > 0 {
		return Request{}, fmt.Errorf("expected options only after %s, found %q", r.verb, flags.Arg(0))
	}
	for name, value := range needed {
		if *value == "" {
			return Request{}, fmt.Errorf("expected --%s, found none", name)
		}
	}
	if r.eventLog != "" && !strings.HasPrefix(r.eventLog, "tcp://") {
		return Request{}, fmt.Errorf("expected --event-log tcp://ADDRESS, found %q", r.eventLog)
	}
	return r, nil
}

// The engine logs each of its steps, and without a place for it to standard error, where errors are looked for.
func silenceLogs() {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	log.SetOutput(io.Discard)
}
