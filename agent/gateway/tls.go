package gateway

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// ACME has a certificate issued and renewed by an authority that speaks ACME (RFC 8555), proven by TLS-ALPN-01: the
// authority has to reach this gateway at port 443 of each host. That is so for one gateway at an address of its own, not
// for many behind one balancer.
type ACME struct {
	// Hosts are the names that a certificate may be had for.
	Hosts []string `json:"hosts"`
	// Email is whom the authority writes to; none where it is empty.
	Email string `json:"email"`
	// Directory is the authority's; that of Let's Encrypt where it is empty.
	Directory string `json:"directory"`
	// Cache is the folder that certificates and the account's key are kept in; it outlives a restart.
	Cache string `json:"cache"`
}

var hostPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

func (a *ACME) check() error {
	if len(a.Hosts) == 0 {
		return fmt.Errorf("acme.hosts: expected a name at least, found none")
	}
	for _, host := range a.Hosts {
		if !hostPattern.MatchString(host) {
			return fmt.Errorf("acme.hosts: expected names such as rpc.example.org, found %q", host)
		}
	}
	if a.Cache == "" || a.Cache[0] != '/' {
		return fmt.Errorf("acme.cache: expected the absolute path of a folder, found %q: without it each start asks for another certificate, which authorities limit", a.Cache)
	}
	return nil
}

// security is the configuration of TLS; nil without any. Versions before 1.2 are not spoken.
func security(a *ACME, certificate, key string) (*tls.Config, error) {
	// WebSockets are of HTTP 1.1.
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	switch {
	case certificate != "" && a != nil:
		return nil, fmt.Errorf("expected a certificate or acme, found both")
	case certificate != "":
		pair := &pair{certificate: certificate, key: key}
		if _, err := pair.get(nil); err != nil {
			return nil, err
		}
		config.GetCertificate = pair.get
	case a != nil:
		manager := &autocert.Manager{
			Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(a.Cache), HostPolicy: autocert.HostWhitelist(a.Hosts...),
			Email: a.Email, Client: &acme.Client{DirectoryURL: a.Directory, HTTPClient: &http.Client{Timeout: time.Minute}},
		}
		config.GetCertificate = manager.GetCertificate
		config.NextProtos = append(config.NextProtos, acme.ALPNProto)
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
	read             time.Time
	current          *tls.Certificate
}

func (p *pair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	info, err := os.Stat(p.certificate)
	if err == nil && p.current != nil && info.ModTime().Equal(p.read) {
		return p.current, nil
	}
	if err == nil {
		var next tls.Certificate
		if next, err = tls.LoadX509KeyPair(p.certificate, p.key); err == nil {
			p.current, p.read = &next, info.ModTime()
			return p.current, nil
		}
	}
	if p.current != nil {
		// One of two files is written yet: the old one serves until both are there.
		return p.current, nil
	}
	return nil, fmt.Errorf("expected a certificate in %s and its key in %s, found: %w", p.certificate, p.key, err)
}
