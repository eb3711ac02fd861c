module dinfra.dev/agent

go 1.26.0

require (
	aead.dev/minisign v0.3.0
	github.com/coder/websocket v1.8.15
	github.com/klauspost/compress v1.20.4
	golang.org/x/crypto v0.59.0
	golang.org/x/sys v0.50.0
)

require (
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/text v0.44.0 // indirect
	golang.org/x/time v0.15.0
)
