package gateway

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Run is the command `gateway`: it serves until the context ends. SIGHUP has it read its configuration again.
func Run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("gateway", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	file := flags.String("config", "", "")
	certificate := flags.String("certificate", "", "")
	key := flags.String("certificate-key", "", "")
	externalAccountKey := flags.String("external-account-key", "", "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || *file == "" || (*certificate == "") != (*key == "") {
		return fmt.Errorf("expected gateway --config FILE [--certificate FILE --certificate-key FILE] [--external-account-key FILE], found %q", args)
	}
	// First of all: a SIGHUP that nobody waits for ends a process.
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	defer signal.Stop(reload)
	config, err := read(*file)
	if err != nil {
		return err
	}
	issued, err := newIssuer(config.ACME, *externalAccountKey)
	if err != nil {
		return err
	}
	security, err := security(issued, *certificate, *key)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", config.Listen)
	if err != nil {
		return err
	}
	if issued != nil {
		if err := prove(ctx, issued); err != nil {
			return err
		}
	}
	g := New(config)
	go func() {
		for range reload {
			next, err := read(*file)
			if err == nil {
				err = g.Reload(next)
			}
			if err != nil {
				slog.Error("the configuration is as before", "error", err)
				continue
			}
			slog.Info("the configuration was read again")
		}
	}()
	slog.Info("serving", "listen", config.Listen, "node", config.Node)
	return g.Serve(ctx, listener, security)
}

// prove has the names of the gateway proven to the authority, at a port of its own where it has one.
func prove(ctx context.Context, issued *issuer) error {
	if issued.listen == "" {
		// Its own port serves the proofs, once it serves at all.
		return nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", issued.listen)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { listener.Close() })
	go func() {
		if err := issued.serveProofs(listener); ctx.Err() == nil {
			slog.Error("the authority is answered no more", "error", err)
		}
	}()
	go issued.ahead(ctx, time.Minute)
	return nil
}

func read(file string) (*settled, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	config, err := ParseConfig(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return config, nil
}
