package release

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strings"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/signature"
)

// MaxBytes is how large a document may be.
const MaxBytes = 4 << 20

func strict(raw []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		var already *fault.Fault
		if errors.As(err, &already) {
			return already
		}
		return fault.Permanent("document-invalid", "expected a release document of a protocol in %v, found: %v", Protocols, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fault.Permanent("document-invalid", "expected one JSON value, found more after it")
	}
	return nil
}

// Parse reads and checks a document. Whatever it answers without an error can be rendered.
func Parse(raw []byte) (*Document, error) {
	if len(raw) > MaxBytes {
		return nil, fault.Permanent("document-invalid", "expected a document of at most %d bytes, found %d", MaxBytes, len(raw))
	}
	// The protocol first: a document of a later one has fields that are unknown here.
	var head struct {
		Protocol int `json:"protocol"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, fault.Permanent("document-invalid", "expected a release document in JSON, found: %v", err)
	}
	if !slices.Contains(Protocols, head.Protocol) {
		return nil, fault.Permanent("protocol-unknown", "expected a protocol in %v, found %d: use an agent or a provider of the other's version", Protocols, head.Protocol)
	}
	var doc Document
	if err := strict(raw, &doc); err != nil {
		return nil, err
	}
	doc.fill()
	if err := doc.check(); err != nil {
		return nil, err
	}
	return &doc, nil
}

// fill puts in what a document may leave out.
func (d *Document) fill() {
	for i := range d.Artifacts {
		for arch, source := range d.Artifacts[i].Platforms {
			if source.Unpack == "" {
				source.Unpack = "none"
				d.Artifacts[i].Platforms[arch] = source
			}
		}
	}
	for arch, source := range d.Agent {
		if source.Unpack == "" {
			source.Unpack = "none"
			d.Agent[arch] = source
		}
	}
	for i := range d.Services {
		s := &d.Services[i]
		if s.Sandbox == "" {
			s.Sandbox = "strict"
		}
		if s.Stop == (Stop{}) {
			s.Stop = Stop{Signal: "SIGTERM", GraceSeconds: 90}
		}
		for _, p := range []*Probe{s.Probes.Started, s.Probes.Ready, s.Probes.Alive} {
			if p != nil && p.Path == "" {
				p.Path = "/"
			}
		}
	}
}

// NodeKey is the credential in which a service finds its network key.
const NodeKey = "node-key"

// Reserved are names of units that belong to the machine itself, and to no release. "release" brings a group's machine its first one,
// "notice" tells it that it goes.
var Reserved = []string{"agent", "bootstrap", "firewall", "release", "notice"}

var (
	namePattern     = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`)
	filePattern     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)
	versionPattern  = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+_-]{0,127}$`)
	sha256Pattern   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	devicePattern   = regexp.MustCompile(`^/dev/[A-Za-z0-9._:/-]+$`)
	unstablePattern = regexp.MustCompile(`^/dev/(nvme[0-9]+n[0-9]+|sd[a-z]+|vd[a-z]+|xvd[a-z]+)(p?[0-9]+)?$`)
	modePattern     = regexp.MustCompile(`^0[0-7]{3}$`)
	endpointPattern = regexp.MustCompile(`^wss?://[A-Za-z0-9._~:/?@!&*+,;=%\[\]-]+$`)
	urlPattern      = regexp.MustCompile(`^(https?://)?[A-Za-z0-9._~:/?#@!&*+,;=%\[\]-]+$`)
	flagPattern     = regexp.MustCompile(`^--[a-z][a-z-]{0,62}$`)
	genesisPattern  = regexp.MustCompile(`^0x[0-9a-f]{64}$`)
)

type checker struct {
	err error
	// code of the error; empty for that of a document.
	code string
}

func (c *checker) must(ok bool, at string, expected string, found any) {
	if ok || c.err != nil {
		return
	}
	code := c.code
	if code == "" {
		code = "document-invalid"
	}
	c.err = fault.Permanent(code, "%s: expected %s, found %s", at, expected, describe(found))
}

func describe(found any) string {
	raw, _ := json.Marshal(found)
	if len(raw) > 80 {
		return string(raw[:77]) + "…"
	}
	return string(raw)
}

func (c *checker) number(value, min, max int, at string) {
	c.must(value >= min && value <= max, at, fmt.Sprintf("a whole number from %d to %d", min, max), value)
}

func (c *checker) oneOf(value string, at string, values ...string) {
	c.must(slices.Contains(values, value), at, "one of "+strings.Join(values, ", "), value)
}

// inside says whether a relative path stays in its folder.
func inside(p string) bool {
	return p != "" && !path.IsAbs(p) && path.Clean(p) == p && p != ".." && !strings.HasPrefix(p, "../") && !strings.ContainsAny(p, "\x00\n\r")
}

func unique[T any](c *checker, items []T, at string, name func(T) string) map[string]bool {
	seen := map[string]bool{}
	for i, item := range items {
		n := name(item)
		where := fmt.Sprintf("%s[%d].name", at, i)
		c.must(namePattern.MatchString(n), where, "lower-case letters, digits and inner hyphens, at most 64", n)
		c.must(!seen[n], where, "a name of its own", n)
		seen[n] = true
	}
	return seen
}

func (d *Document) check() error {
	c := &checker{}
	c.must(namePattern.MatchString(d.Name), "name", "lower-case letters, digits and inner hyphens, at most 64", d.Name)
	artifacts := unique(c, d.Artifacts, "artifacts", func(a Artifact) string { return a.Name })
	volumes := unique(c, d.Volumes, "volumes", func(v Volume) string { return v.Name })
	unique(c, d.Services, "services", func(s Service) string { return s.Name })
	unique(c, d.Ports, "ports", func(p Port) string { return p.Name })
	for i, a := range d.Artifacts {
		a.check(c, fmt.Sprintf("artifacts[%d]", i), d.Protocol)
	}
	c.must(len(d.Agent) == 0 || d.Protocol >= 3, "agent", "nothing before protocol 3", d.Agent)
	for arch, s := range d.Agent {
		s.check(c, "agent", arch, d.Protocol)
		c.oneOf(s.Unpack, "agent."+arch+".unpack", "none")
	}
	devices := map[string]bool{}
	for i, v := range d.Volumes {
		at := fmt.Sprintf("volumes[%d]", i)
		v.check(c, at)
		c.must(!devices[v.Device], at+".device", "a disk of its own", v.Device)
		devices[v.Device] = true
	}
	for i, r := range d.Restores {
		at := fmt.Sprintf("restores[%d]", i)
		c.must(volumes[r.Volume], at+".volume", "the name of a volume", r.Volume)
		c.must(inside(r.Folder) && r.Folder != ".", at+".folder", "a relative path", r.Folder)
		c.must(strings.Contains(r.BaseURL, "://") && urlPattern.MatchString(r.BaseURL), at+".baseUrl", "a URL", r.BaseURL)
		c.must(sha256Pattern.MatchString(r.ManifestSHA256), at+".manifestSha256", "64 hex digits", r.ManifestSHA256)
		if r.Verify != nil {
			c.must(d.Protocol >= 5, at+".verify", "nothing before protocol 5", r.Verify)
			r.Verify.check(c, at+".verify", d.Services)
		}
	}
	for i, s := range d.Services {
		s.check(c, fmt.Sprintf("services[%d]", i), d.Protocol, artifacts, volumes)
	}
	d.checkNetwork(c)
	c.number(d.Upgrade.DrainSeconds, 0, 3600, "upgrade.drainSeconds")
	c.number(d.Upgrade.ReadyWithinSeconds, 0, 7*86400, "upgrade.readyWithinSeconds")
	return c.err
}

func (v *Verify) check(c *checker, at string, services []Service) {
	node := slices.ContainsFunc(services, func(s Service) bool { return s.Name == v.Service && s.Substrate != nil })
	c.must(node, at+".service", "the name of a service that is a Substrate node", v.Service)
	distinct := map[string]bool{}
	for i, endpoint := range v.Endpoints {
		c.must(endpointPattern.MatchString(endpoint), fmt.Sprintf("%s.endpoints[%d]", at, i), "a ws or wss URL", endpoint)
		distinct[endpoint] = true
	}
	c.must(len(v.Endpoints) <= 8 && len(distinct) == len(v.Endpoints) && len(distinct) >= 2, at+".endpoints", "two to eight, each once", v.Endpoints)
}

func (d *Document) checkNetwork(c *checker) {
	taken := map[string]string{}
	for i, p := range d.Ports {
		at := fmt.Sprintf("ports[%d]", i)
		c.number(p.Number, 1, 65535, at+".number")
		c.oneOf(p.Protocol, at+".protocol", "tcp", "udp")
		c.oneOf(p.Exposure, at+".exposure", "world", "peers", "gateway", "operators")
		key := fmt.Sprintf("%s/%d", p.Protocol, p.Number)
		c.must(taken[key] == "", at+".number", "a port of its own", key)
		taken[key] = p.Name
	}
	for at, list := range map[string][]string{"peers": d.Sources.Peers, "gateway": d.Sources.Gateway, "operators": d.Sources.Operators} {
		for i, cidr := range list {
			prefix, err := netip.ParsePrefix(cidr)
			c.must(err == nil && prefix.Masked() == prefix, fmt.Sprintf("sources.%s[%d]", at, i), "an address range such as 10.0.0.0/24", cidr)
		}
	}
	if d.Health != nil {
		c.number(d.Health.Port, 1, 65535, "health.port")
	}
}

func (a Artifact) check(c *checker, at string, protocol int) {
	c.must(versionPattern.MatchString(a.Version), at+".version", "letters, digits, and . + _ - between", a.Version)
	c.must(len(a.Platforms) > 0, at+".platforms", "at least one of amd64, arm64", a.Platforms)
	for arch, s := range a.Platforms {
		s.check(c, at+".platforms", arch, protocol)
	}
}

func (s Source) check(c *checker, at, arch string, protocol int) {
	where := at + "." + arch
	c.oneOf(arch, where, "amd64", "arm64")
	c.must(urlPattern.MatchString(s.URL), where+".url", "a URL, or a path below artifacts.baseUrl", s.URL)
	c.must(sha256Pattern.MatchString(s.SHA256), where+".sha256", "64 hex digits", s.SHA256)
	c.oneOf(s.Unpack, where+".unpack", "none", "gz", "zst", "tar.gz", "tar.zst", "zip")
	if s.Signature == nil {
		return
	}
	_, err := signature.Key(s.Signature.PublicKey)
	c.must(protocol >= 3, where+".signature", "nothing before protocol 3", s.Signature)
	c.must(err == nil, where+".signature.publicKey", "the second line of minisign.pub", s.Signature.PublicKey)
	c.must(urlPattern.MatchString(s.Signature.URL), where+".signature.url", "a URL, or a path below artifacts.baseUrl", s.Signature.URL)
}

func (v Volume) check(c *checker, at string) {
	c.must(devicePattern.MatchString(v.Device) && path.Clean(v.Device) == v.Device, at+".device", "an absolute path below /dev", v.Device)
	c.must(!unstablePattern.MatchString(v.Device), at+".device", "a path that stays when disks are attached in another order, such as below /dev/disk/by-id", v.Device)
	for key, value := range v.Fixed {
		c.must(filePattern.MatchString(key), at+".fixed", "names of letters, digits, . _ -", key)
		c.must(len(value) <= 256, at+".fixed."+key, "at most 256 characters", value)
	}
	if v.Growth != nil {
		c.number(v.Growth.ThresholdPercent, 1, 99, at+".growth.thresholdPercent")
		c.number(v.Growth.StepGib, 1, 1<<20, at+".growth.stepGib")
		c.number(v.Growth.MaximumGib, 1, 1<<20, at+".growth.maximumGib")
	}
}

func (s Service) check(c *checker, at string, protocol int, artifacts, volumes map[string]bool) {
	c.must(!slices.Contains(Reserved, s.Name), at+".name", "a name other than "+strings.Join(Reserved, ", "), s.Name)
	c.must(artifacts[s.Command.Artifact], at+".command.artifact", "the name of an artifact", s.Command.Artifact)
	c.must(inside(s.Command.Path), at+".command.path", "a relative path", s.Command.Path)
	files, secrets := map[string]bool{}, map[string]bool{}
	for i, f := range s.Files {
		where := fmt.Sprintf("%s.files[%d]", at, i)
		c.must(filePattern.MatchString(f.Name) && !files[f.Name], where+".name", "a file name of its own", f.Name)
		c.must(modePattern.MatchString(f.Mode), where+".mode", "octal digits such as 0644", f.Mode)
		files[f.Name] = true
	}
	for i, f := range s.Secrets {
		where := fmt.Sprintf("%s.secrets[%d]", at, i)
		c.must(filePattern.MatchString(f.Name) && !secrets[f.Name], where+".name", "a file name of its own", f.Name)
		secrets[f.Name] = true
	}
	for i, v := range s.Volumes {
		c.must(volumes[v], fmt.Sprintf("%s.volumes[%d]", at, i), "the name of a volume", v)
	}
	for i, text := range s.Args {
		for _, p := range text {
			where := fmt.Sprintf("%s.args[%d]", at, i)
			c.must(!strings.ContainsAny(p.Literal, "\x00\n\r"), where, "a text without line breaks", p.Literal)
			c.must(p.Artifact == "" || artifacts[p.Artifact] && inside(p.Path), where, "the name of an artifact and a path in it", p)
			c.must(p.Volume == "" || slices.Contains(s.Volumes, p.Volume), where, "a volume of the service", p.Volume)
			c.must(p.File == "" || files[p.File], where, "a file of the service", p.File)
			c.must(p.Secret == "" || secrets[p.Secret], where, "a secret of the service", p.Secret)
			c.must(s.Peers != nil || !p.NodeKey && p.List == "", where, "nothing about peers where a service has none (peers)", p)
			if p.List != "" {
				c.oneOf(p.List, where, "reserved", "public")
				c.must(len(text) == 1, where, "a list of peers as the whole of an argument", p)
				c.must(flagPattern.MatchString(p.Flag), where, "a flag of lower-case letters and hyphens", p.Flag)
			}
		}
	}
	c.oneOf(s.Sandbox, at+".sandbox", "strict", "validator")
	c.oneOf(s.Stop.Signal, at+".stop.signal", "SIGTERM", "SIGINT")
	c.number(s.Stop.GraceSeconds, 1, 3600, at+".stop.graceSeconds")
	if s.Reload != nil {
		c.must(protocol >= 4, at+".reload", "nothing before protocol 4", s.Reload)
		c.oneOf(s.Reload.Signal, at+".reload.signal", "SIGHUP", "SIGUSR1", "SIGUSR2")
	}
	c.number(s.Resources.CPU, 0, 1_000_000, at+".resources.cpu")
	c.number(s.Resources.Memory, 0, 1<<30, at+".resources.memory")
	c.must(!s.Auxiliary || protocol >= 3, at+".auxiliary", "nothing before protocol 3", s.Auxiliary)
	for field, said := range map[string]bool{"state": s.State, "privilegedPorts": s.PrivilegedPorts, "journal": s.Journal} {
		c.must(!said || protocol >= 6, at+"."+field, "nothing before protocol 6", said)
		// Those that have volumes have their data there, and share one user.
		c.must(!said || len(s.Volumes) == 0, at+"."+field, "nothing of a service with volumes", said)
	}
	if s.Peers != nil {
		c.must(protocol >= 3, at+".peers", "nothing before protocol 3", s.Peers)
		c.must(slices.Contains(s.Volumes, s.Peers.Volume), at+".peers.volume", "a volume of the service", s.Peers.Volume)
		c.must(!secrets[NodeKey], at+".secrets", "no secret named "+NodeKey+", which is the service's network key", NodeKey)
	}
	s.Probes.Started.check(c, at+".probes.started")
	s.Probes.Ready.check(c, at+".probes.ready")
	s.Probes.Alive.check(c, at+".probes.alive")
	if s.Substrate != nil {
		c.number(s.Substrate.RPCPort, 1, 65535, at+".substrate.rpcPort")
		c.number(s.Substrate.RelayRPCPort, 0, 65535, at+".substrate.relayRpcPort")
		c.must(protocol >= 2 || s.Substrate.RelayRPCPort == 0, at+".substrate.relayRpcPort", "nothing before protocol 2", s.Substrate.RelayRPCPort)
		c.number(s.Substrate.MinPeers, 0, 10_000, at+".substrate.minPeers")
		c.number(s.Substrate.MaxAgeSeconds, 0, 86_400, at+".substrate.maxAgeSeconds")
		c.must(s.Substrate.Genesis == "" || genesisPattern.MatchString(s.Substrate.Genesis), at+".substrate.genesis", "0x and 64 hex digits", s.Substrate.Genesis)
	}
}

func (p *Probe) check(c *checker, at string) {
	if p == nil {
		return
	}
	c.oneOf(p.Kind, at+".kind", "tcp", "http", "websocket")
	c.number(p.Port, 1, 65535, at+".port")
	c.must(p.Path == "" || strings.HasPrefix(p.Path, "/"), at+".path", "a path that begins with /", p.Path)
	c.number(p.PeriodSeconds, 1, 3600, at+".periodSeconds")
	c.number(p.TimeoutSeconds, 1, 600, at+".timeoutSeconds")
	c.number(p.FailureThreshold, 1, 100_000, at+".failureThreshold")
}
