package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/pkg/v3/backend"
	"github.com/pulumi/pulumi/pkg/v3/resource/deploy"
	"github.com/pulumi/pulumi/pkg/v3/secrets/passphrase"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	sdkversion "github.com/pulumi/pulumi/sdk/v3/go/common/version"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// initStack makes an empty stack with a salt of its own, as `pulumi stack init` does.
func initStack(ctx context.Context, request Request) error {
	home, err := openHome(ctx, request.stack)
	if err != nil {
		return err
	}
	phrase, ok := readPassphrase()
	if !ok {
		return errors.New("expected a passphrase in PULUMI_CONFIG_PASSPHRASE_FILE, found none")
	}
	salt, manager, err := passphrase.NewPassphraseSecretsManager(phrase)
	if err != nil {
		return err
	}
	manifest := deploy.Manifest{Time: time.Now(), Version: sdkversion.Version}
	manifest.Magic = manifest.NewMagic()
	empty, err := json.Marshal(apitype.DeploymentV3{
		Manifest:         manifest.Serialize(),
		SecretsProviders: &apitype.SecretsProvidersV1{Type: manager.Type(), State: manager.State()},
	})
	if err != nil {
		return err
	}
	state := &apitype.UntypedDeployment{Version: 3, Deployment: empty}
	// First, because it refuses a name that is taken: that stack's salt must stay.
	if _, err := home.store.CreateStack(ctx, home.ref, home.root, state, &backend.CreateStackOptions{}); err != nil {
		return err
	}
	if err := (&workspace.ProjectStack{EncryptionSalt: salt}).Save(home.settingsFile); err != nil {
		return fmt.Errorf("saving stack config: %w", err)
	}
	return nil
}
