//go:build tools

// Package engine pins the programs that DINFRA drives and that no package registry ships as a binary: the Pulumi CLI,
// the Terraform bridge and the CloudStack provider. The programs of our own are in folders below; see README.md.
package engine

import (
	_ "github.com/pulumi/pulumi-terraform-bridge/v3/dynamic"
	_ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
	_ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
	_ "github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	_ "github.com/terraform-providers/terraform-provider-cloudstack"
)
