//go:build tools

// Package cluster pins the programs of a Kubernetes cluster without machines: its API server, controllers and scheduler,
// and kwok, which plays the nodes. See README.md in the folder above.
package cluster

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
	_ "sigs.k8s.io/kwok/cmd/kwok"
)
