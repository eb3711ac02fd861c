package gateway

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
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
	// Cache is the folder that certificates and the account's key are kept in; it outlives a restart. Where it is empty, it is
	// the one that systemd gives to the service (STATE_DIRECTORY).
	Cache string `json:"cache"`
	// CertificateAuthority is, in PEM, the authorities that the certificate of the directory's own HTTPS may come from, and no others.
	// Where it is empty, it may come from those that the machine trusts.
	CertificateAuthority string `json:"certificateAuthority"`
	// ExternalAccount is the account at the authority that a new account of ACME is bound to; none where it is empty. Its key is the
	// file of --external-account-key.
	ExternalAccount string `json:"externalAccount"`
	// Listen is the address and port where the authority asks, and nobody else is answered. Where it is empty, the authority
	// asks at the gateway's own.
	Listen string `json:"listen"`
}

var hostPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

func (a *ACME) check() error {
	if len(a.Hosts) == 0 {
		return fmt.Errorf("acme.hosts: expected a name at least, found none")
	}
	for _, host := range a.Hosts {
		if _, err := netip.ParseAddr(host); err == nil || !hostPattern.MatchString(host) {
			return fmt.Errorf("acme.hosts: expected names such as rpc.example.org, found %q", host)
		}
	}
	if a.Cache == "" {
		a.Cache = os.Getenv("STATE_DIRECTORY")
	}
	if a.Cache == "" || a.Cache[0] != '/' {
		return fmt.Errorf("acme.cache: expected the absolute path of a folder, found %q: without it each start asks for another certificate, which authorities limit", a.Cache)
	}
	if a.CertificateAuthority != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(a.CertificateAuthority)) {
		return fmt.Errorf("acme.certificateAuthority: expected certificates in PEM, found none")
	}
	if a.Listen == "" {
		return nil
	}
	if _, err := netip.ParseAddrPort(a.Listen); err != nil {
		return fmt.Errorf("acme.listen: expected an address and a port, found %q", a.Listen)
	}
	return nil
}

// same says whether two configurations have the same certificates.
func (a *ACME) same(b *ACME) bool {
	if a == nil || b == nil {
		return a == b
	}
	// No field but the hosts is more than a text.
	x, y := *a, *b
	x.Hosts, y.Hosts = nil, nil
	return slices.Equal(a.Hosts, b.Hosts) && reflect.DeepEqual(x, y)
}

// Authorities count what they could not prove, and refuse a name for an hour after five times. So a name that was refused
// rests, however many clients ask for it.
const (
	restAtFirst = 5 * time.Minute
	restAtMost  = time.Hour
)

var errResting = errors.New("the authority gave no certificate for this name; it is asked again later")

// issuer has the certificates of an authority.
type issuer struct {
	hosts  []string
	listen string
	// from asks the authority, or takes what is in the cache.
	from  func(*tls.ClientHelloInfo) (*tls.Certificate, error)
	now   func() time.Time
	mutex sync.Mutex
	rests map[string]rest
}

// rest is how long a name that was refused is not asked for.
type rest struct {
	until time.Time
	last  time.Duration
}

func newIssuer(a *ACME, externalAccountKey string) (*issuer, error) {
	if a == nil && externalAccountKey == "" {
		return nil, nil
	}
	if a == nil || (a.ExternalAccount == "") != (externalAccountKey == "") {
		return nil, fmt.Errorf("expected acme.externalAccount and --external-account-key, found one of them")
	}
	binding, err := a.binding(externalAccountKey)
	if err != nil {
		return nil, err
	}
	manager := &autocert.Manager{
		Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(a.Cache), HostPolicy: autocert.HostWhitelist(a.Hosts...),
		Email: a.Email, Client: &acme.Client{DirectoryURL: a.Directory, HTTPClient: a.client()}, ExternalAccountBinding: binding,
	}
	return &issuer{hosts: a.Hosts, listen: a.Listen, from: manager.GetCertificate, now: time.Now, rests: map[string]rest{}}, nil
}

// client speaks with the authority.
func (a *ACME) client() *http.Client {
	if a.CertificateAuthority == "" {
		return &http.Client{Timeout: time.Minute}
	}
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM([]byte(a.CertificateAuthority))
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: authorities}
	return &http.Client{Timeout: time.Minute, Transport: transport}
}

// binding is what a new account is bound with (RFC 8555, 7.3.4).
func (a *ACME) binding(file string) (*acme.ExternalAccountBinding, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	// Authorities give it with padding and without.
	key, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.TrimSpace(string(text)), "="))
	if err != nil || len(key) == 0 {
		return nil, fmt.Errorf("--external-account-key: expected a key in base64url, as the authority gives it, found another text in %s", file)
	}
	return &acme.ExternalAccountBinding{KID: a.ExternalAccount, Key: key}, nil
}

// get is a certificate for a client, or the proof for the authority.
func (i *issuer) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := hello.ServerName
	// A name that is not its own is refused without a word to anybody, and is not remembered.
	if proves(hello) || !slices.Contains(i.hosts, name) {
		return i.from(hello)
	}
	i.mutex.Lock()
	resting := i.now().Before(i.rests[name].until)
	i.mutex.Unlock()
	if resting {
		return nil, errResting
	}
	certificate, err := i.from(hello)
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if err == nil {
		delete(i.rests, name)
		return certificate, nil
	}
	// Those that asked at the same time are one failure.
	if was := i.rests[name]; !i.now().Before(was.until) {
		next := min(max(2*was.last, restAtFirst), restAtMost)
		i.rests[name] = rest{i.now().Add(next), next}
		slog.Warn("no certificate", "host", name, "again", next, "error", err)
	}
	return nil, err
}

// proves says whether it is the authority that asks, for the proof of a name.
func proves(hello *tls.ClientHelloInfo) bool {
	return len(hello.SupportedProtos) == 1 && hello.SupportedProtos[0] == acme.ALPNProto
}

// ahead has the certificates issued before a client asks, and tries again until all are there.
func (i *issuer) ahead(ctx context.Context, every time.Duration) {
	missing := slices.Clone(i.hosts)
	for {
		missing = slices.DeleteFunc(missing, func(host string) bool {
			// As a present client says it: it gets a certificate with an elliptic curve.
			hello := &tls.ClientHelloInfo{
				ServerName: host, SupportedVersions: []uint16{tls.VersionTLS13},
				SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256},
				CipherSuites:     []uint16{tls.TLS_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
				SupportedCurves:  []tls.CurveID{tls.CurveP256},
			}
			_, err := i.get(hello)
			return err == nil
		})
		if len(missing) == 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}

// serveProofs answers the authority, and cuts off whoever else asks, until the listener is closed.
func (i *issuer) serveProofs(listener net.Listener) error {
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{acme.ALPNProto}, GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if !proves(hello) {
			return nil, errors.New("expected the authority, which proves a name")
		}
		return i.from(hello)
	}}
	// Few ask at once; nobody holds this port with idle connections.
	at := make(chan struct{}, 64)
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		at <- struct{}{}
		go func() {
			defer func() { <-at }()
			defer connection.Close()
			connection.SetDeadline(time.Now().Add(10 * time.Second))
			if err := tls.Server(connection, config).Handshake(); err != nil {
				slog.Debug("no proof", "from", connection.RemoteAddr(), "error", err)
			}
		}()
	}
}
