package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/pulumi/pulumi/pkg/v3/backend"
	"github.com/pulumi/pulumi/pkg/v3/backend/display"
	"github.com/pulumi/pulumi/pkg/v3/backend/diy"
	"github.com/pulumi/pulumi/pkg/v3/cmd/pulumi/autonaming"
	"github.com/pulumi/pulumi/pkg/v3/engine"
	"github.com/pulumi/pulumi/pkg/v3/secrets"
	pkgWorkspace "github.com/pulumi/pulumi/pkg/v3/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/pulumi/pulumi/sdk/v3/go/common/env"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// Home is where a stack lies, whether it is there yet or not.
type Home struct {
	project      *workspace.Project
	root         string
	store        diy.Backend
	ref          backend.StackReference
	settingsFile string // Pulumi.<stack>.yaml
}

// openHome finds the project in the current folder and the backend in the environment.
func openHome(ctx context.Context, name string) (*Home, error) {
	project, root, err := pkgWorkspace.Instance.ReadProject("")
	if err != nil {
		return nil, err
	}
	url := os.Getenv("PULUMI_BACKEND_URL")
	if url == "" {
		return nil, errors.New("expected a file backend in PULUMI_BACKEND_URL, found nothing")
	}
	store, err := diy.New(ctx, cmdutil.Diag(), url, project)
	if err != nil {
		return nil, err
	}
	ref, err := store.ParseStackReference(name)
	if err != nil {
		return nil, err
	}
	_, file, err := workspace.DetectProjectStackPath(ref.Name().Q())
	return &Home{project, root, store, ref, file}, err
}

// Opened is a stack that is there, with all that an operation on it needs.
type Opened struct {
	*Home
	stack    backend.Stack
	settings *workspace.ProjectStack
	manager  secrets.Manager
	provider secrets.Provider
}

// open finds the stack and unlocks its secrets.
func open(ctx context.Context, name, keys string) (*Opened, error) {
	home, err := openHome(ctx, name)
	if err != nil {
		return nil, err
	}
	stack, err := home.store.GetStack(ctx, home.ref)
	if err != nil {
		return nil, err
	}
	if stack == nil {
		return nil, fmt.Errorf("no stack named '%s' found", name) // the CLI's own words
	}
	settings, err := workspace.LoadProjectStack(cmdutil.Diag(), home.project, home.settingsFile)
	if err != nil {
		return nil, err
	}
	if settings.EncryptionSalt == "" {
		return nil, fmt.Errorf("expected an encryptionsalt in %s, found none: this engine knows secrets by passphrase only",
			home.settingsFile)
	}
	provider := &passphraseProvider{keys: keys}
	manager, err := provider.ofSalt(settings.EncryptionSalt)
	if err != nil {
		return nil, err
	}
	return &Opened{home, stack, settings, manager, provider}, nil
}

// update makes an up, a refresh or a destroy as the CLI does with --yes --skip-preview, or a preview.
func update(ctx context.Context, request Request) error {
	opened, err := open(ctx, request.stack, request.keys)
	if err != nil {
		return err
	}
	project, stack, manager := opened.project, opened.stack, opened.manager
	project.Runtime = workspace.NewProjectRuntimeInfo("client", map[string]any{"address": request.client})
	config := backend.StackConfiguration{Config: opened.settings.Config, Decrypter: manager.Decrypter()}
	if err := pkgWorkspace.ApplyProjectConfig(
		ctx, stack.Ref().Name().String(), project, config.Environment, config.Config, manager.Encrypter(), config.Decrypter,
	); err != nil {
		return fmt.Errorf("applying stack config: %w", err)
	}
	options := options(request)
	options.Engine.Autonamer, err = autonaming.ParseAutonamingConfig(autonaming.StackContext{
		Organization: "organization",
		Project:      project.Name.String(),
		Stack:        stack.Ref().Name().String(),
	}, config.Config, config.Decrypter)
	if err != nil {
		return fmt.Errorf("getting autonaming config: %w", err)
	}
	operation := backend.UpdateOperation{
		Proj:               project,
		Root:               opened.root,
		M:                  &backend.UpdateMetadata{Environment: map[string]string{"exec.kind": "auto.inline"}},
		Opts:               options,
		StackConfiguration: config,
		SecretsManager:     manager,
		SecretsProvider:    opened.provider,
		Scopes:             backend.CancellationScopes,
	}
	switch request.verb {
	case "preview":
		_, _, err = backend.PreviewStack(ctx, stack, operation, nil)
	case "up":
		_, err = backend.UpdateStack(ctx, stack, operation, nil)
	case "refresh":
		_, err = backend.RefreshStack(ctx, stack, operation)
	default:
		_, err = backend.DestroyStack(ctx, stack, operation)
	}
	return err
}

func options(request Request) backend.UpdateOptions {
	return backend.UpdateOptions{
		AutoApprove: true,
		SkipPreview: true,
		Display: display.Options{
			Color:             colors.Never,
			SuppressOutputs:   true,
			SuppressProgress:  true,
			SuppressPermalink: true,
			EventLogPath:      request.eventLog,
			// The events say it all, and whoever asked reads them: nothing is rendered. This is the display that does the least.
			SummaryJSON: true,
			Stdout:      io.Discard,
			Stderr:      os.Stderr,
		},
		Engine: engine.UpdateOptions{
			ParallelDiff:              env.ParallelDiff.Value(),
			Parallel:                  parallel(),
			Refresh:                   request.refresh,
			UseLegacyDiff:             env.EnableLegacyDiff.Value(),
			UseLegacyRefreshDiff:      env.EnableLegacyRefreshDiff.Value(),
			DisableProviderPreview:    env.DisableProviderPreview.Value(),
			DisableResourceReferences: env.DisableResourceReferences.Value(),
			DisableOutputValues:       env.DisableOutputValues.Value(),
			Experimental:              env.Experimental.Value(),
			ExecKind:                  "auto.inline",
		},
	}
}

// parallel is how many resources are worked on at once: the CLI's own default.
func parallel() int32 {
	if p := env.Parallel.Value(); p > 0 {
		return int32(min(p, 1<<30)) //nolint:gosec // bounded
	}
	return int32(runtime.GOMAXPROCS(0)) * 4 //nolint:gosec // small
}
