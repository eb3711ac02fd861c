// Command nodejs-sdk reads a package's schema from standard input and writes its Node.js SDK into a folder. The CLI's own
// `pulumi package gen-sdk` needs the language host, which no registry serves; this is the generator inside of it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if len(os.Args) != 2 {
		fail("usage: nodejs-sdk FOLDER < schema.json")
	}
	var spec schema.PackageSpec
	if err := json.NewDecoder(os.Stdin).Decode(&spec); err != nil {
		fail("the schema on standard input is not JSON: %v", err)
	}
	pkg, diagnostics, err := schema.BindSpec(spec, noOtherPackages{}, schema.ValidationOptions{})
	if err != nil {
		fail("the schema does not bind: %v", err)
	}
	if diagnostics.HasErrors() {
		fail("the schema does not bind: %v", diagnostics)
	}
	files, err := nodejs.GeneratePackage("dinfra tools/engine/nodejs-sdk", pkg, nil, nil, false, noOtherPackages{})
	if err != nil {
		fail("the SDK cannot be generated: %v", err)
	}
	for name, content := range files {
		path := filepath.Join(os.Args[1], name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			fail("%v", err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			fail("%v", err)
		}
	}
}

// noOtherPackages refuses every reference to another package: a bridged provider's schema has none.
type noOtherPackages struct{}

func (noOtherPackages) LoadPackage(pkg string, _ *semver.Version) (*schema.Package, error) {
	return nil, fmt.Errorf("the schema refers to package %s", pkg)
}

func (n noOtherPackages) LoadPackageV2(_ context.Context, d *schema.PackageDescriptor) (*schema.Package, error) {
	return n.LoadPackage(d.Name, d.Version)
}

func (noOtherPackages) LoadPackageReference(pkg string, _ *semver.Version) (schema.PackageReference, error) {
	return nil, fmt.Errorf("the schema refers to package %s", pkg)
}

func (n noOtherPackages) LoadPackageReferenceV2(_ context.Context, d *schema.PackageDescriptor) (schema.PackageReference, error) {
	return n.LoadPackageReference(d.Name, d.Version)
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "nodejs-sdk: "+format+"\n", args...)
	os.Exit(1)
}
