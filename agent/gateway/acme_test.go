package gateway

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"
	"golang.org/x/crypto/acme"
)

const acmeHost = "rpc.example.test"

// authority is Pebble, the ACME authority of Let's Encrypt for tests: what it proves, it proves at a port of this machine.
type authority struct {
	*httptest.Server
	roots *x509.CertPool
	// trust is a file with the certificate of its own HTTPS.
	trust string
	// asked counts the requests.
	asked atomic.Int32
}

// The account that a new account has to be bound to, where the authority asks for that.
const externalAccount, externalKey = "kid-1", "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"

func newAuthority(t *testing.T, provesAt int, bound bool) *authority {
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	a := &authority{roots: x509.NewCertPool(), trust: filepath.Join(t.TempDir(), "trust.pem")}
	logger := log.New(io.Discard, "", 0)
	store := db.NewMemoryStore()
	issuer := ca.New(logger, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {Description: "the one"}})
	prover := va.New(logger, 1, provesAt, true, loopbackNames(t), store)
	front := wfe.New(logger, store, prover, issuer, []string{"authority.example.test"}, true, bound, 0, 0)
	if err := store.AddExternalAccountKeyByID(externalAccount, externalKey); err != nil {
		t.Fatal(err)
	}
	handler := front.Handler()
	a.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.asked.Add(1)
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(a.Close)
	a.roots.AppendCertsFromPEM(issuer.GetRootCert(0).PEM())
	own := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate().Raw})
	if err := os.WriteFile(a.trust, own, 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

// loopbackNames is a name server for which every name is this machine.
func loopbackNames(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &dns.Server{Listener: listener, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, asked *dns.Msg) {
		answer := new(dns.Msg).SetReply(asked)
		if name := asked.Question[0]; name.Qtype == dns.TypeA {
			header := dns.RR_Header{Name: name.Name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 1}
			answer.Answer = []dns.RR{&dns.A{Hdr: header, A: net.IPv4(127, 0, 0, 1)}}
		}
		w.WriteMsg(answer)
	})}
	go server.ActivateAndServe()
	t.Cleanup(func() { server.Shutdown() })
	return listener.Addr().String()
}

// TestRunGateway is the command in a process of its own, which has the authority's certificate among those it trusts.
func TestRunGateway(t *testing.T) {
	file := os.Getenv("DINFRA_TEST_GATEWAY")
	if file == "" {
		t.Skip("it is run by another test")
	}
	if err := Run(t.Context(), []string{"--config", file}); err != nil {
		t.Fatal(err)
	}
}

func startGateway(t *testing.T, file, trust string) (stop func()) {
	command := exec.Command(os.Args[0], "-test.run=^TestRunGateway$")
	command.Env = append(os.Environ(), "DINFRA_TEST_GATEWAY="+file, "SSL_CERT_FILE="+trust, "SSL_CERT_DIR=/nowhere")
	var said bytes.Buffer
	command.Stderr, command.Stdout = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		command.Wait()
		close(ended)
	}()
	stop = func() {
		command.Process.Signal(syscall.SIGKILL)
		<-ended
		if t.Failed() {
			t.Log(said.String())
		}
	}
	t.Cleanup(stop)
	return stop
}

// certificateAt waits for the gateway's port and takes its certificate, which an authority of `roots` has to have issued.
func certificateAt(t *testing.T, address string, roots *x509.CertPool) *x509.Certificate {
	config := &tls.Config{ServerName: acmeHost, RootCAs: roots}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		connection, err := tls.Dial("tcp", address, config)
		if err == nil {
			defer connection.Close()
			return connection.ConnectionState().PeerCertificates[0]
		}
		if !strings.Contains(err.Error(), "connection refused") || time.Now().After(end) {
			t.Fatalf("expected a certificate of the authority, found %v", err)
		}
	}
}

// freePort is one that nobody listens at.
func freePort(t *testing.T) (address string, port int) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String(), listener.Addr().(*net.TCPAddr).Port
}

// On a machine the authority asks at port 443, and clients at another.
func TestACertificateAheadOfClients(t *testing.T) {
	n := newNode(t)
	address, _ := freePort(t)
	proofs, provesAt := freePort(t)
	a := newAuthority(t, provesAt, false)
	folder := t.TempDir()
	raw, _ := json.Marshal(map[string]any{
		"version": 1, "listen": address, "node": strings.TrimPrefix(n.URL, "http://"), "readiness": []string{n.URL + "/health"},
		"acme": ACME{Hosts: []string{acmeHost}, Directory: a.URL + "/dir", Listen: proofs},
	})
	file := filepath.Join(folder, "gateway.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	// As systemd tells it.
	cache := filepath.Join(folder, "state")
	t.Setenv("STATE_DIRECTORY", cache)
	startGateway(t, file, a.trust)
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(cache, acmeHost)); err == nil {
			break
		}
		if time.Now().After(end) {
			t.Fatal("expected a certificate before the first client, found none")
		}
	}
	asks := a.asked.Load()
	certificateAt(t, address, a.roots)
	if now := a.asked.Load(); now != asks {
		t.Errorf("expected that the authority was asked for nothing more, found %d more requests", now-asks)
	}
	// Where the authority asks, nobody else is served.
	for _, protocols := range [][]string{nil, {"http/1.1"}, {acme.ALPNProto, "http/1.1"}} {
		if _, err := tls.Dial("tcp", proofs, &tls.Config{ServerName: acmeHost, RootCAs: a.roots, NextProtos: protocols}); err == nil {
			t.Errorf("expected nothing for a client with %v at the port of the authority", protocols)
		}
	}
}

// An authority that cannot prove a name is not asked by every client of it.
func TestANameThatIsNotProvenRests(t *testing.T) {
	now, asked := time.Unix(1_000_000, 0), 0
	var refuses error = errors.New("no such name")
	i := &issuer{hosts: []string{acmeHost}, now: func() time.Time { return now }, rests: map[string]rest{}}
	i.from = func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		asked++
		if refuses != nil {
			return nil, refuses
		}
		return &tls.Certificate{}, nil
	}
	hour := func() int {
		asked = 0
		for end := now.Add(time.Hour); now.Before(end); now = now.Add(time.Second) {
			i.get(&tls.ClientHelloInfo{ServerName: acmeHost})
		}
		return asked
	}
	// After 0, 5, 15 and 35 minutes, and then once an hour.
	if first, second := hour(), hour(); first != 4 || second != 1 {
		t.Errorf("expected the authority to be asked 4 times in the first hour and once in the second, found %d and %d", first, second)
	}
	for range 3 {
		i.get(&tls.ClientHelloInfo{ServerName: "other.example.test"})
	}
	if len(i.rests) != 1 {
		t.Errorf("expected names of others not to be remembered, found %v", i.rests)
	}
	refuses = nil
	now = now.Add(time.Hour)
	if _, err := i.get(&tls.ClientHelloInfo{ServerName: acmeHost}); err != nil || len(i.rests) != 0 {
		t.Errorf("expected a certificate once the name is proven, found %v", err)
	}
}

func TestACertificateOfAnAuthority(t *testing.T) {
	n := newNode(t)
	address, port := freePort(t)
	a := newAuthority(t, port, false)
	folder := t.TempDir()
	raw, _ := json.Marshal(map[string]any{
		"version": 1, "listen": address, "node": strings.TrimPrefix(n.URL, "http://"), "readiness": []string{n.URL + "/health"},
		"acme": ACME{Hosts: []string{acmeHost}, Directory: a.URL + "/dir", Cache: filepath.Join(folder, "cache")},
	})
	file := filepath.Join(folder, "gateway.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	stop := startGateway(t, file, a.trust)
	issued := certificateAt(t, address, a.roots)
	if !slices.Equal(issued.DNSNames, []string{acmeHost}) {
		t.Errorf("expected a certificate for %s, found %v", acmeHost, issued.DNSNames)
	}

	// What is behind it answers through it.
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{ServerName: acmeHost, RootCAs: a.roots},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}}
	asked := `{"jsonrpc":"2.0","id":1,"method":"system_chain","params":[]}`
	var answer string
	for end := time.Now().Add(10 * time.Second); answer != asked && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		response, err := client.Post("https://"+acmeHost, "application/json", strings.NewReader(asked))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		answer = strings.TrimSpace(string(body))
	}
	if answer != asked {
		t.Errorf("expected the node's answer, found %q", answer)
	}

	// A name that is not its own gets none, and asks the authority for none.
	asks := a.asked.Load()
	if _, err := tls.Dial("tcp", address, &tls.Config{ServerName: "other.example.test", RootCAs: a.roots}); err == nil {
		t.Error("expected no certificate for another name")
	}
	// Started anew, it has the certificate from its folder.
	stop()
	startGateway(t, file, a.trust)
	again := certificateAt(t, address, a.roots)
	if again.SerialNumber.Cmp(issued.SerialNumber) != 0 {
		t.Errorf("expected the certificate of before, %v, found %v", issued.SerialNumber, again.SerialNumber)
	}
	if now := a.asked.Load(); now != asks {
		t.Errorf("expected that the authority was asked for nothing more, found %d more requests", now-asks)
	}
}

func TestAnAuthorityOfOnesOwn(t *testing.T) {
	n := newNode(t)
	for name, c := range map[string]struct {
		account, key string
		known, ends  bool
		issues       bool
	}{
		"bound":                          {account: externalAccount, key: externalKey, known: true, issues: true},
		"bound, the key with padding":    {account: externalAccount, key: externalKey + "==\n", known: true, issues: true},
		"bound to nobody's account":      {account: "kid-2", key: externalKey, known: true},
		"not bound":                      {known: true},
		"an authority that is not known": {account: externalAccount, key: externalKey},
		"a key that is none":             {account: externalAccount, key: "not a key", known: true, ends: true},
		"an account without its key":     {account: externalAccount, known: true, ends: true},
	} {
		t.Run(name, func(t *testing.T) {
			address, port := freePort(t)
			a := newAuthority(t, port, true)
			folder := t.TempDir()
			acme := ACME{Hosts: []string{acmeHost}, Directory: a.URL + "/dir", Cache: filepath.Join(folder, "cache"), ExternalAccount: c.account}
			if c.known {
				trusted, err := os.ReadFile(a.trust)
				if err != nil {
					t.Fatal(err)
				}
				acme.CertificateAuthority = string(trusted)
			}
			raw, _ := json.Marshal(map[string]any{
				"version": 1, "listen": address, "node": strings.TrimPrefix(n.URL, "http://"), "readiness": []string{n.URL + "/health"}, "acme": acme,
			})
			config, err := ParseConfig(raw)
			if err != nil {
				t.Fatal(err)
			}
			key := ""
			if c.key != "" {
				key = filepath.Join(folder, "key")
				if err := os.WriteFile(key, []byte(c.key), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			issued, err := newIssuer(config.ACME, key)
			if (err != nil) != c.ends {
				t.Fatalf("expected an end: %v, found %v", c.ends, err)
			}
			if c.ends {
				return
			}
			security, err := security(issued, "", "")
			if err != nil {
				t.Fatal(err)
			}
			listener, err := net.Listen("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			served := make(chan error, 1)
			go func() { served <- New(config).Serve(ctx, listener, security) }()
			connection, err := tls.Dial("tcp", address, &tls.Config{ServerName: acmeHost, RootCAs: a.roots})
			if err == nil {
				connection.Close()
			}
			if (err == nil) != c.issues {
				t.Errorf("expected a certificate: %v, found %v", c.issues, err)
			}
			stop()
			<-served
		})
	}
}
