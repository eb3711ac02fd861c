package pod

import (
	"context"
	"flag"
	"fmt"
	"io"
)

// Run is the command `pod`: serve until the context ends, or prepare once.
func Run(ctx context.Context, args []string) error {
	wrong := fmt.Errorf("expected pod serve --config FILE or pod prepare --config FILE, found %q", args)
	if len(args) == 0 {
		return wrong
	}
	flags := flag.NewFlagSet("pod", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	file := flags.String("config", "", "")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 || *file == "" {
		return wrong
	}
	c, err := read(*file)
	if err != nil {
		return err
	}
	switch args[0] {
	case "serve":
		return serve(ctx, c)
	case "prepare":
		return prepare(ctx, c, "/")
	default:
		return wrong
	}
}
