package pod

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
)

// Run is the command `pod`: serve until the context ends, prepare once, start a service once its peers are known, or have a node make
// session keys.
func Run(ctx context.Context, args []string) error {
	wrong := fmt.Errorf("expected pod serve, prepare, start or keys with --config FILE, and the last two with --service NAME, found %q", args)
	if len(args) == 0 {
		return wrong
	}
	flags := flag.NewFlagSet("pod", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	file := flags.String("config", "", "")
	service := flags.String("service", "", "")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 || *file == "" {
		return wrong
	}
	if ofOne := args[0] == "start" || args[0] == "keys"; ofOne != (*service != "") {
		return wrong
	}
	c, err := read(*file)
	if err != nil {
		return err
	}
	switch args[0] {
	case "serve":
		return serve(ctx, c, "/")
	case "prepare":
		return prepare(ctx, c, "/")
	case "start":
		return start(ctx, c, "/", *service)
	case "keys":
		return keys(ctx, c, "/", *service, os.Stdin, os.Stdout)
	default:
		return wrong
	}
}
