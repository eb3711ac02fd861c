// Package release has the release document: what runs on a machine, as data. schemas/machine holds its JSON Schema,
// to which tests hold this package.
package release

import (
	"crypto/sha256"
	"encoding/hex"
)

// Protocol is the version of the document and of the commands that this agent speaks best.
const Protocol = 6

// Protocols are all versions that this agent speaks. 2 is 1 with substrate.relayRpcPort, 3 is 2 with the peers of
// a service, signatures of artifacts, auxiliary services and the agent itself, 4 is 3 with reload of a service,
// 5 is 4 with verify of a restore, 6 is 5 with state, privilegedPorts and journal of a service.
var Protocols = []int{1, 2, 3, 4, 5, 6}

// Document is one release.
type Document struct {
	Protocol  int        `json:"protocol"`
	Name      string     `json:"name"`
	Artifacts []Artifact `json:"artifacts"`
	Volumes   []Volume   `json:"volumes"`
	Restores  []Restore  `json:"restores"`
	Services  []Service  `json:"services"`
	Ports     []Port     `json:"ports"`
	Sources   Sources    `json:"sources"`
	Health    *Health    `json:"health"`
	Upgrade   Upgrade    `json:"upgrade"`
	// Agent is the program that the agent should be, by architecture. The one that runs stays where none is given. Since
	// protocol 3.
	Agent map[string]Source `json:"agent"`
}

// Artifact is a file or archive, one per architecture, named by its content.
type Artifact struct {
	Name      string            `json:"name"`
	Version   string            `json:"version"`
	Platforms map[string]Source `json:"platforms"`
}

// Source is where an artifact of one architecture is had. A URL without a scheme is below the machine's artifacts.baseUrl.
type Source struct {
	URL    string `json:"url"`
	SHA256 string `json:"sha256"`
	Unpack string `json:"unpack"`
	// Signature is held against what is fetched, beside the digest. Since protocol 3.
	Signature *Signature `json:"signature"`
}

// Signature is a detached one of minisign.
type Signature struct {
	// PublicKey is the second line of minisign.pub.
	PublicKey string `json:"publicKey"`
	// URL of the .minisig file; without a scheme below the machine's artifacts.baseUrl.
	URL string `json:"url"`
}

// Volume is a data disk, known by a path that stays when the machine is replaced.
type Volume struct {
	Name   string `json:"name"`
	Device string `json:"device"`
	// Fixed are facts about the data that no release may change, such as the database's kind.
	Fixed  map[string]string `json:"fixed"`
	Growth *Growth           `json:"growth"`
}

// Growth says when a volume should become larger; the agent says how large, the platform does it.
type Growth struct {
	ThresholdPercent int `json:"thresholdPercent"`
	StepGib          int `json:"stepGib"`
	MaximumGib       int `json:"maximumGib"`
}

// Restore fills an empty folder of a volume from a snapshot: files listed in <baseUrl>/SHA256SUMS.
type Restore struct {
	Volume         string `json:"volume"`
	Folder         string `json:"folder"`
	BaseURL        string `json:"baseUrl"`
	ManifestSHA256 string `json:"manifestSha256"`
	// Verify is nil where nobody else is asked. Since protocol 5.
	Verify *Verify `json:"verify"`
}

// Verify has a restored database held against what nodes of others say of the same chain, before it serves anybody.
type Verify struct {
	// Service is the Substrate node that has the database.
	Service string `json:"service"`
	// Endpoints are WebSocket URLs of those nodes, two at least. All of them have to agree.
	Endpoints []string `json:"endpoints"`
}

// Service is one systemd unit.
type Service struct {
	Name      string     `json:"name"`
	Command   Command    `json:"command"`
	Args      []Text     `json:"args"`
	Files     []File     `json:"files"`
	Secrets   []Secret   `json:"secrets"`
	Volumes   []string   `json:"volumes"`
	Sandbox   string     `json:"sandbox"`
	Stop      Stop       `json:"stop"`
	Reload    *Reload    `json:"reload"`
	Resources Resources  `json:"resources"`
	Probes    Probes     `json:"probes"`
	Substrate *Substrate `json:"substrate"`
	Peers     *Peers     `json:"peers"`
	// Auxiliary says that its outage leaves the machine started, ready and alive, and that an upgrade of the others needs no
	// word of it. Since protocol 3.
	Auxiliary bool `json:"auxiliary"`
	// State says that it has a folder of its own on the machine's own disk, which outlives its restarts and updates, and
	// not the machine. It finds the path in STATE_DIRECTORY. Since protocol 6.
	State bool `json:"state"`
	// PrivilegedPorts says that it may listen at ports below 1024. Since protocol 6.
	PrivilegedPorts bool `json:"privilegedPorts"`
	// Journal says that it may read the machine's journal. Since protocol 6.
	Journal bool `json:"journal"`
}

// Peers says that a service has a network key, which is born on the machine, and does not run before it was told its peers
// (the command peers). Since protocol 3.
type Peers struct {
	// Volume is where the key lies, so that it outlives the machine.
	Volume string `json:"volume"`
}

// Command is a path inside an unpacked artifact; an artifact that is one file has the path of its own name.
type Command struct {
	Artifact string `json:"artifact"`
	Path     string `json:"path"`
}

// File is a configuration file that only the service reads.
type File struct {
	Name    string `json:"name"`
	Content string `json:"content"`
	Mode    string `json:"mode"`
}

// Secret arrives sealed to the machine's key (a NaCl sealed box in base64) and is a file of the service alone.
type Secret struct {
	Name   string `json:"name"`
	Sealed string `json:"sealed"`
}

// Stop says how a service is asked to end.
type Stop struct {
	Signal       string `json:"signal"`
	GraceSeconds int    `json:"graceSeconds"`
}

// Reload says that a service reads its files again when it gets a signal: where nothing but its files changed, it is not
// stopped. Since protocol 4.
type Reload struct {
	Signal string `json:"signal"`
}

// Resources are limits: thousandths of a core, and MiB.
type Resources struct {
	CPU    int `json:"cpu"`
	Memory int `json:"memory"`
}

// Probes are three different questions: has it come up, should it get traffic, must it be started afresh.
type Probes struct {
	Started *Probe `json:"started"`
	Ready   *Probe `json:"ready"`
	Alive   *Probe `json:"alive"`
}

// Probe asks a port of this machine.
type Probe struct {
	Kind             string `json:"kind"`
	Port             int    `json:"port"`
	Path             string `json:"path"`
	Method           string `json:"method"`
	PeriodSeconds    int    `json:"periodSeconds"`
	TimeoutSeconds   int    `json:"timeoutSeconds"`
	FailureThreshold int    `json:"failureThreshold"`
}

// Substrate says that a service is a Substrate node, and what its readiness means.
type Substrate struct {
	RPCPort int `json:"rpcPort"`
	// RelayRPCPort is that of the relay chain node inside a parachain's node; 0 where there is none. Since protocol 2.
	RelayRPCPort int `json:"relayRpcPort"`
	// Genesis is the hash that block 0 must have; empty where none is asked for.
	Genesis string `json:"genesis"`
	// MinPeers is how many peers it must have to be ready.
	MinPeers int `json:"minPeers"`
	// MaxAgeBlocks is the age that the best block may have, in the runtime's own block time, with 60 seconds at least.
	MaxAgeSeconds int `json:"maxAgeSeconds"`
	// ChainHead says that chainHead_v1_follow must answer.
	ChainHead bool `json:"chainHead"`
}

// Port is opened to those whom its exposure names.
type Port struct {
	Name     string `json:"name"`
	Number   int    `json:"number"`
	Protocol string `json:"protocol"`
	Exposure string `json:"exposure"`
}

// Sources are the address ranges behind an exposure; world needs none.
type Sources struct {
	Peers     []string `json:"peers"`
	Gateway   []string `json:"gateway"`
	Operators []string `json:"operators"`
}

// Health is where the agent answers /ready and /live.
type Health struct {
	Port int `json:"port"`
}

// Upgrade is how a running service gives way to another version.
type Upgrade struct {
	// DrainSeconds is how long /ready answers 503 before a service is stopped.
	DrainSeconds int `json:"drainSeconds"`
	// ReadyWithinSeconds is how long the new one may take before the old one comes back.
	ReadyWithinSeconds int `json:"readyWithinSeconds"`
}

// Digest names a document by the bytes in which it arrived.
func Digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
