// The Pulumi plugin for Kubernetes. Its module has a command of its own, which embeds two files that its release makes and
// that the module does not hold. This one embeds the files that they are made from, and puts the version in.
//
// Both lie in the module: whoever builds this tells Go so by an overlay (see tools/go-binaries.mjs).
package main

import (
	_ "embed"
	"fmt"
	"os"
	"strings"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// Set by the linker, "v4.25.0".
var version string

//go:embed schema.json
var schema string

//go:embed terraform-mapping.json
var terraformMapping []byte

func main() {
	plain, found := strings.CutPrefix(version, "v")
	rest, object := strings.CutPrefix(schema, "{")
	if !found || !object {
		fmt.Fprintf(os.Stderr, "expected a version such as v4.25.0 and a schema, found %q and %.20q\n", version, schema)
		os.Exit(2)
	}
	versioned := fmt.Sprintf("{%q:%q,%s", "version", plain, rest)
	provider.Serve("kubernetes", plain, []byte(versioned), terraformMapping)
}
