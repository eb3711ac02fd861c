package pod

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/substrate"
)

// proof is an agent's answer about its node's identity: an id, and that the node's key is here.
type proof struct {
	Name      string `json:"name"`
	Service   string `json:"service"`
	PeerID    string `json:"peerId"`
	Signature string `json:"signature"`
}

var noncePattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

// question is what is signed. Its first line keeps it apart from all else that is signed with a network key.
func question(name, service, nonce string) []byte {
	return []byte("dinfra/node-identity/1\n" + name + "\n" + service + "\n" + nonce)
}

// prove answers whoever may reach the agent: an id is public, and a signature of this question is good for nothing else.
func prove(c *Config, root string, r http.ResponseWriter, request *http.Request) {
	name, nonce := request.PathValue("name"), request.URL.Query().Get("nonce")
	for _, s := range c.Services {
		if s.Name != name || s.Peers == nil {
			continue
		}
		if !noncePattern.MatchString(nonce) {
			http.Error(r, "expected a nonce of 64 hex digits", http.StatusBadRequest)
			return
		}
		id, signature, err := substrate.Prove(keyPath(root, s), question(c.Name, s.Name, nonce))
		if err != nil {
			http.Error(r, fault.Of(err).Message, http.StatusServiceUnavailable)
			return
		}
		r.Header().Set("Content-Type", "application/json")
		r.Header().Set("Cache-Control", "no-store")
		json.NewEncoder(r).Encode(proof{Name: c.Name, Service: s.Name, PeerID: id, Signature: hex.EncodeToString(signature)})
		return
	}
	http.NotFound(r, request)
}

// asker goes to a peer's agent and nowhere else: through no proxy, and after no other address that it names.
var asker = &http.Client{
	Timeout:       5 * time.Second,
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// ask gives the peer id that a peer's agent proved.
func ask(ctx context.Context, p Peer) (string, error) {
	raw := make([]byte, 32)
	rand.Read(raw)
	nonce := hex.EncodeToString(raw)
	at := url.URL{
		Scheme: "http", Host: net.JoinHostPort(p.Host, strconv.Itoa(p.AgentPort)),
		Path: "/services/" + p.Service + "/identity", RawQuery: "nonce=" + nonce,
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return "", err
	}
	response, err := asker.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("expected its agent to say who it is, found status %d", response.StatusCode)
	}
	return proven(p, nonce, body)
}

// proven is the id of an answer that holds.
func proven(p Peer, nonce string, body []byte) (string, error) {
	var answer proof
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", fault.New("peer-unproven", "expected a peer id and its proof, found %d bytes of another kind", len(body))
	}
	if answer.Name != p.Name || answer.Service != p.Service {
		return "", fault.New("peer-unproven", "expected %s of %s, found %q of %q", p.Service, p.Name, answer.Service, answer.Name)
	}
	signature, err := hex.DecodeString(answer.Signature)
	if err != nil || !substrate.Proves(answer.PeerID, question(p.Name, p.Service, nonce), signature) {
		return "", fault.New("peer-unproven", "expected a proof that it has the key of %q, found none that holds", answer.PeerID)
	}
	return answer.PeerID, nil
}
