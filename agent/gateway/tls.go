package gateway

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"

	"golang.org/x/crypto/acme"
)

// security is the configuration of TLS; nil without any. Versions before 1.2 are not spoken.
func security(issued *issuer, certificate, key string) (*tls.Config, error) {
	// WebSockets are of HTTP 1.1.
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	switch {
	case certificate != "" && issued != nil:
		return nil, fmt.Errorf("expected a certificate or acme, found both")
	case certificate != "":
		pair := &pair{certificate: certificate, key: key}
		if _, err := pair.get(nil); err != nil {
			return nil, err
		}
		config.GetCertificate = pair.get
	case issued != nil:
		config.GetCertificate = issued.get
		if issued.listen == "" {
			config.NextProtos = append(config.NextProtos, acme.ALPNProto)
		}
	default:
		return nil, nil
	}
	return config, nil
}

// pair is a certificate and its key in files. They are read again when they changed, so that a renewed one needs no
// restart, which would cut clients off.
type pair struct {
	certificate, key string
	mutex            sync.Mutex
	read             os.FileInfo
	current          *tls.Certificate
}

func (p *pair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	info, err := os.Stat(p.certificate)
	if err == nil && p.current != nil && same(info, p.read) {
		return p.current, nil
	}
	if err == nil {
		var next tls.Certificate
		if next, err = tls.LoadX509KeyPair(p.certificate, p.key); err == nil {
			p.current, p.read = &next, info
			return p.current, nil
		}
	}
	if p.current != nil {
		// One of two files is written yet: the old one serves until both are there.
		return p.current, nil
	}
	return nil, fmt.Errorf("expected a certificate in %s and its key in %s, found: %w", p.certificate, p.key, err)
}

// same says whether the file is what it was. Times of files have the resolution of the kernel's clock, some milliseconds, and
// may be those of the original; another file has another number.
func same(now, before os.FileInfo) bool {
	return os.SameFile(now, before) && now.ModTime().Equal(before.ModTime()) && now.Size() == before.Size()
}
