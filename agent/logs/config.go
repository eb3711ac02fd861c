// Package logs follows the machine's journal and sends it to Loki or to a receiver of OTLP. What was taken is remembered on
// disk, so that a restart loses nothing; what cannot be sent waits in the journal itself, which journald keeps within bounds.
package logs

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"regexp"
)

// Config is the file of the command `logs`, in JSON.
type Config struct {
	// Version is that of this file: 1.
	Version int `json:"version"`
	// Listen is the address and port of this machine at which /live, /ready and /metrics are answered.
	Listen string `json:"listen"`
	// Node is the name of the machine's node.
	Node string `json:"node"`
	// Loki or OTLP is where logs go, one of the two.
	Loki *Loki `json:"loki"`
	OTLP *OTLP `json:"otlp"`
	// Labels are added to what every entry says of its machine.
	Labels map[string]string `json:"labels"`
	// WholeJournal says that entries of all units are sent, and those of the kernel. Else those of DINFRA's services are.
	WholeJournal bool `json:"wholeJournal"`
	// User is of HTTP's basic authentication, whose password is the secret. Where it is empty, the secret is a bearer token.
	User string `json:"user"`
	// CertificateAuthority is, in PEM, the authorities that the receiver's certificate may come from, and no others. Where it is
	// empty, it may come from those that the machine trusts.
	CertificateAuthority string `json:"certificateAuthority"`
	authorities          *x509.CertPool
	// host is the machine's own name: machines of a group have one node's name.
	host string
}

// Loki is the push endpoint of a Grafana Loki, such as https://loki.example.org/loki/api/v1/push.
type Loki struct {
	URL string `json:"url"`
	// Tenant is the value of X-Scope-OrgID; none where it is empty.
	Tenant string `json:"tenant"`
}

// OTLP is the endpoint for logs of a receiver of OTLP over HTTP, such as https://otel.example.org/v1/logs.
type OTLP struct {
	URL string `json:"url"`
}

var (
	labelPattern = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]{0,63}$`)
	ownLabels    = map[string]bool{"job": true, "node": true, "host": true, "unit": true, "level": true}
)

// ParseConfig reads and checks a configuration.
func ParseConfig(raw []byte) (*Config, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var c Config
	if err := decoder.Decode(&c); err != nil {
		return nil, fmt.Errorf("expected the configuration of logs in JSON, found: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("expected one JSON value, found more after it")
	}
	return &c, c.check()
}

func (c *Config) check() error {
	if c.Version != 1 {
		return fmt.Errorf("version: expected 1, found %d: use an agent of the version that wrote it", c.Version)
	}
	if _, err := netip.ParseAddrPort(c.Listen); err != nil {
		return fmt.Errorf("listen: expected an address and a port, found %q", c.Listen)
	}
	if c.Node == "" {
		return fmt.Errorf("node: expected a name, found none")
	}
	if (c.Loki == nil) == (c.OTLP == nil) {
		return fmt.Errorf("expected one of loki and otlp")
	}
	if u, err := url.Parse(c.url()); err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || u.Path == "" {
		return fmt.Errorf("url: expected an https:// URL with a path and without a user, found %q", c.url())
	}
	if c.CertificateAuthority != "" {
		c.authorities = x509.NewCertPool()
		if !c.authorities.AppendCertsFromPEM([]byte(c.CertificateAuthority)) {
			return fmt.Errorf("certificateAuthority: expected certificates in PEM, found none")
		}
	}
	for name := range c.Labels {
		if !labelPattern.MatchString(name) || ownLabels[name] {
			return fmt.Errorf("labels: expected names of letters, digits and _ that are not job, node, host, unit or level, found %q", name)
		}
	}
	return nil
}

func (c *Config) url() string {
	if c.Loki != nil {
		return c.Loki.URL
	}
	return c.OTLP.URL
}
