package gateway

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// node answers what it was asked, by WebSocket and POST, and counts.
type node struct {
	*httptest.Server
	asked atomic.Int32
	ready atomic.Bool
}

func newNode(t *testing.T) *node {
	n := &node{}
	n.ready.Store(true)
	n.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/health" {
			if !n.ready.Load() {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
			return
		}
		if r.Header.Get("Upgrade") == "" {
			n.asked.Add(1)
			io.Copy(w, r.Body)
			return
		}
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer c.CloseNow()
		for {
			kind, raw, err := c.Read(context.Background())
			if err != nil {
				return
			}
			n.asked.Add(1)
			// A notification that nobody asked for, as of a subscription, then the answer.
			if bytes.Contains(raw, []byte("subscribe")) {
				c.Write(context.Background(), kind, []byte(`{"jsonrpc":"2.0","method":"chain_newHead","params":{"result":1}}`))
			}
			c.Write(context.Background(), kind, raw)
		}
	}))
	t.Cleanup(n.Close)
	return n
}

type served struct {
	*Gateway
	address string
	stop    context.CancelFunc
	ended   chan error
}

// serve starts a gateway before a node and waits until it sends clients there.
func serve(t *testing.T, n *node, change string, security *tls.Config) *served {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	at := strings.TrimPrefix(n.URL, "http://")
	c, err := ParseConfig([]byte(fmt.Sprintf(`{"version":1,"listen":%q,"node":%q,"readiness":["http://%s/health"],"drainSeconds":1%s}`, address, at, at, change)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &served{New(c), address, stop, make(chan error, 1)}
	go func() { s.ended <- s.Serve(ctx, listener, security) }()
	t.Cleanup(stop)
	s.becomes(t, security, http.StatusOK)
	return s
}

// becomes waits until the gateway says that about itself.
func (s *served) becomes(t *testing.T, security *tls.Config, code int) {
	t.Helper()
	url, client := "http://"+s.address+"/ready", http.DefaultClient
	if security != nil {
		url = "https://" + s.address + "/ready"
		client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	}
	for {
		response, err := client.Get(url)
		if err == nil {
			response.Body.Close()
			if response.StatusCode == code {
				return
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (s *served) dial(t *testing.T, path string) *websocket.Conn {
	t.Helper()
	c, _, err := websocket.Dial(context.Background(), "ws://"+s.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.CloseNow() })
	return c
}

func say(t *testing.T, c *websocket.Conn, text string) {
	t.Helper()
	if err := c.Write(context.Background(), websocket.MessageText, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func hear(t *testing.T, c *websocket.Conn) string {
	t.Helper()
	_, raw, err := c.Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func rpcCall(method string) string { return `{"jsonrpc":"2.0","id":1,"method":"` + method + `"}` }

func TestWebSocket(t *testing.T) {
	n := newNode(t)
	s := serve(t, n, "", nil)
	c := s.dial(t, "/")
	say(t, c, rpcCall("chain_subscribeNewHeads"))
	if heard := hear(t, c); !strings.Contains(heard, "chain_newHead") {
		t.Errorf("expected the notification, found %s", heard)
	}
	if heard := hear(t, c); heard != rpcCall("chain_subscribeNewHeads") {
		t.Errorf("expected the answer, found %s", heard)
	}
	say(t, c, rpcCall("author_rotateKeys"))
	if codes := codesOf(t, []byte(hear(t, c))); codes[0] != codeMethod {
		t.Errorf("found %v", codes)
	}
	say(t, c, "["+rpcCall("system_chain")+","+rpcCall("dev_newBlock")+"]")
	if codes := codesOf(t, []byte(hear(t, c))); len(codes) != 2 || codes[1] != codeMethod {
		t.Errorf("found %v", codes)
	}
	if asked := n.asked.Load(); asked != 1 {
		t.Errorf("expected the node to be asked once, found %d", asked)
	}
	say(t, c, strings.Repeat(" ", 2<<20))
	if _, _, err := c.Read(context.Background()); websocket.CloseStatus(err) != websocket.StatusMessageTooBig {
		t.Errorf("expected 1009, found %v", err)
	}
}

func (s *served) post(t *testing.T, text string) (int, string) {
	t.Helper()
	response, err := http.Post("http://"+s.address+"/", "application/json", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(raw)
}

func TestPost(t *testing.T) {
	n := newNode(t)
	s := serve(t, n, `,"limits":{"burst":50,"weightPerSecond":0.001},"maxRequestBytes":4096`, nil)
	if code, text := s.post(t, rpcCall("system_chain")); code != 200 || text != rpcCall("system_chain") {
		t.Errorf("found %d %s", code, text)
	}
	if code, text := s.post(t, rpcCall("dev_newBlock")); code != 200 || codesOf(t, []byte(text))[0] != codeMethod {
		t.Errorf("found %d %s", code, text)
	}
	if code, _ := s.post(t, strings.Repeat(" ", 5000)); code != http.StatusRequestEntityTooLarge {
		t.Errorf("found %d", code)
	}
	// 48 are left of 50: two calls of weight 20, then no third.
	for range 2 {
		if code, _ := s.post(t, rpcCall("state_getMetadata")); code != 200 {
			t.Errorf("found %d", code)
		}
	}
	if code, text := s.post(t, rpcCall("state_getMetadata")); code != 429 || codesOf(t, []byte(text))[0] != codeLimit {
		t.Errorf("found %d %s", code, text)
	}
	if asked := n.asked.Load(); asked != 3 {
		t.Errorf("expected the node to be asked 3 times, found %d", asked)
	}
	for method, wanted := range map[string]int{http.MethodPut: 405, http.MethodOptions: 204, http.MethodGet: 404} {
		request, _ := http.NewRequest(method, "http://"+s.address+"/", nil)
		response, err := http.DefaultClient.Do(request)
		if err != nil || response.StatusCode != wanted {
			t.Errorf("%s: expected %d, found %v %v", method, wanted, response, err)
		}
	}
	n.Close()
	if code, text := s.post(t, rpcCall("system_chain")); code != 502 && code != 503 {
		t.Errorf("expected a node that is gone to be told, found %d %s", code, text)
	}
}

func TestConnectionsOfACaller(t *testing.T) {
	s := serve(t, newNode(t), fmt.Sprintf(`,"limits":{"connections":1},"keys":[{"name":"a","sha256":%q}]`, hashOf("k3y")), nil)
	first := s.dial(t, "/")
	if _, response, err := websocket.Dial(context.Background(), "ws://"+s.address, nil); err == nil || response.StatusCode != 429 {
		t.Errorf("expected no second, found %v", err)
	}
	s.dial(t, "/k3y") // another caller
	if _, response, err := websocket.Dial(context.Background(), "ws://"+s.address+"/other", nil); err == nil || response.StatusCode != 401 {
		t.Errorf("expected an unknown key to be refused, found %v", err)
	}
	first.Close(websocket.StatusNormalClosure, "")
	for { // it is given back once both ends have closed
		if c, _, err := websocket.Dial(context.Background(), "ws://"+s.address, nil); err == nil {
			c.CloseNow()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// closedWith waits for the end of a client's connection.
func closedWith(t *testing.T, c *websocket.Conn, code websocket.StatusCode) {
	t.Helper()
	for {
		if _, _, err := c.Read(context.Background()); err != nil {
			if websocket.CloseStatus(err) != code {
				t.Errorf("expected %d, found %v", code, err)
			}
			return
		}
	}
}

func TestDrain(t *testing.T) {
	s := serve(t, newNode(t), "", nil)
	clients := []*websocket.Conn{s.dial(t, "/"), s.dial(t, "/")}
	s.stop()
	for _, c := range clients {
		closedWith(t, c, websocket.StatusGoingAway)
	}
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
}

func TestANodeThatIsNotReady(t *testing.T) {
	n := newNode(t)
	s := serve(t, n, "", nil)
	c := s.dial(t, "/")
	n.ready.Store(false)
	closedWith(t, c, websocket.StatusGoingAway)
	if code, _ := s.post(t, rpcCall("system_chain")); code != 503 {
		t.Errorf("expected 503, found %d", code)
	}
	if _, response, err := websocket.Dial(context.Background(), "ws://"+s.address, nil); err == nil || response.StatusCode != 503 {
		t.Errorf("expected no new client, found %v", err)
	}
	n.ready.Store(true)
	s.becomes(t, nil, http.StatusOK)
	say(t, s.dial(t, "/"), rpcCall("system_chain"))
}

func TestANodeThatEnds(t *testing.T) {
	n := newNode(t)
	s := serve(t, n, "", nil)
	c := s.dial(t, "/")
	n.CloseClientConnections()
	n.Close()
	closedWith(t, c, websocket.StatusGoingAway)
}

func TestPingsAreAnsweredOrItEnds(t *testing.T) {
	s := serve(t, newNode(t), `,"pingSeconds":1`, nil)
	pinged := make(chan struct{}, 10)
	alive, _, err := websocket.Dial(context.Background(), "ws://"+s.address, &websocket.DialOptions{
		OnPingReceived: func(context.Context, []byte) bool { pinged <- struct{}{}; return true },
	})
	if err != nil {
		t.Fatal(err)
	}
	go alive.Read(context.Background())
	<-pinged
	<-pinged // the first was answered, or there were no second
	// Who reads nothing answers no ping.
	silent := s.dial(t, "/")
	for {
		open, _ := s.sessions.now()
		if len(open) == 1 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	_ = silent
	alive.CloseNow()
}

func TestReload(t *testing.T) {
	n := newNode(t)
	s := serve(t, n, "", nil)
	c := s.dial(t, "/")
	next := s.config.Load().Config
	next.Methods.Refuse = []string{"system_chain"}
	changed, err := next.settle()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Reload(changed); err != nil {
		t.Fatal(err)
	}
	say(t, c, rpcCall("system_chain"))
	if codes := codesOf(t, []byte(hear(t, c))); codes[0] != codeMethod {
		t.Errorf("expected the connection to stay and the method to be refused, found %v", codes)
	}
	next.Listen = "127.0.0.1:1"
	if changed, err = next.settle(); err != nil || s.Reload(changed) == nil {
		t.Error("expected another address to be refused")
	}
}

func TestCertificate(t *testing.T) {
	folder := t.TempDir()
	certificate, key := filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key")
	if _, err := security(nil, certificate, key); err == nil {
		t.Error("expected a missing certificate to be an error")
	}
	writePair(t, certificate, key, 1)
	config, err := security(nil, certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, newNode(t), "", config)
	serial := func() int64 {
		c, err := tls.Dial("tcp", s.address, &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		return c.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
	}
	if serial() != 1 {
		t.Error("expected the certificate")
	}
	writePair(t, certificate, key, 2)
	os.Chtimes(certificate, time.Now(), time.Now().Add(time.Hour))
	if serial() != 2 {
		t.Error("expected the renewed certificate without a restart")
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	c, _, err := websocket.Dial(context.Background(), "wss://"+s.address, &websocket.DialOptions{HTTPClient: client})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow()
	say(t, c, rpcCall("system_chain"))
	if heard := hear(t, c); heard != rpcCall("system_chain") {
		t.Errorf("found %s", heard)
	}
}

// A kubelet writes a mounted secret into a folder of its own and moves a link to it: both files are others at once.
func TestCertificateOfAMountedSecret(t *testing.T) {
	folder := t.TempDir()
	link := filepath.Join(folder, "..data")
	mount := func(serial int64) {
		version := filepath.Join(folder, fmt.Sprintf("..version-%d", serial))
		os.Mkdir(version, 0o755)
		writePair(t, filepath.Join(version, "tls.crt"), filepath.Join(version, "tls.key"), serial)
		next := filepath.Join(folder, "..data_tmp")
		if err := os.Symlink(filepath.Base(version), next); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(next, link); err != nil {
			t.Fatal(err)
		}
	}
	mount(1)
	for _, name := range []string{"tls.crt", "tls.key"} {
		if err := os.Symlink(filepath.Join("..data", name), filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	config, err := security(nil, filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key"))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, newNode(t), "", config)
	for serial := int64(1); serial <= 3; serial++ {
		if serial > 1 {
			mount(serial)
		}
		c, err := tls.Dial("tcp", s.address, &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		if found := c.ConnectionState().PeerCertificates[0].SerialNumber.Int64(); found != serial {
			t.Errorf("expected the certificate %d, found %d", serial, found)
		}
		c.Close()
	}
	os.Remove(link)
	if c, err := tls.Dial("tcp", s.address, &tls.Config{InsecureSkipVerify: true}); err != nil {
		t.Errorf("expected the last certificate while the secret is away, found %v", err)
	} else {
		c.Close()
	}
}

func writePair(t *testing.T, certificate, key string, serial int64) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{key: {Type: "PRIVATE KEY", Bytes: raw}, certificate: {Type: "CERTIFICATE", Bytes: der}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnswersAreJSON(t *testing.T) {
	s := serve(t, newNode(t), "", nil)
	_, text := s.post(t, "["+rpcCall("dev_a")+"]")
	if !json.Valid([]byte(text)) || text[0] != '[' {
		t.Errorf("found %s", text)
	}
}
