module dinfra.dev/agent

go 1.26.0

require (
	aead.dev/minisign v0.3.0
	github.com/coder/websocket v1.8.15
	github.com/klauspost/compress v1.20.4
	golang.org/x/crypto v0.59.0
	golang.org/x/sys v0.50.0
)
