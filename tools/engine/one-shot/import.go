package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/pkg/v3/backend"
	"github.com/pulumi/pulumi/pkg/v3/resource/stack"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// importState replaces a stack's state, as `pulumi stack import` does: what belongs to another stack or does not hold
// together is refused. Of pending operations it expects none: whoever mends a state has decided about them.
func importState(ctx context.Context, request Request) error {
	opened, err := open(ctx, request.stack, request.keys)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(request.file)
	if err != nil {
		return fmt.Errorf("could not open file: %w", err)
	}
	var deployment apitype.UntypedDeployment
	if err := json.Unmarshal(text, &deployment); err != nil {
		return fmt.Errorf("%s: expected a deployment, found: %w", request.file, err)
	}
	name := opened.stack.Ref().Name()
	snapshot, err := stack.DeserializeUntypedDeployment(ctx, &deployment, opened.provider)
	if err != nil {
		return stack.FormatDeploymentDeserializationError(err, name.String())
	}
	var wrong []error
	for _, resource := range snapshot.Resources {
		if resource.URN.Stack() != name.Q() {
			wrong = append(wrong, fmt.Errorf("resource '%s' is from a different stack (%s != %s)",
				resource.URN, resource.URN.Stack(), name))
		}
	}
	if err := snapshot.VerifyIntegrity(); err != nil {
		wrong = append(wrong, fmt.Errorf("state file contains errors: %w", err))
	}
	if n := len(snapshot.PendingOperations); n > 0 {
		wrong = append(wrong, fmt.Errorf("expected no pending operations, found %d", n))
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	whole, err := stack.SerializeUntypedDeployment(ctx, snapshot, nil)
	if err != nil {
		return fmt.Errorf("constructing deployment for upload: %w", err)
	}
	if err := backend.ImportStackDeployment(ctx, opened.stack, whole); err != nil {
		return fmt.Errorf("could not import deployment: %w", err)
	}
	return nil
}
