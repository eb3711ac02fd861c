package pod

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// Where a pod has a volume (`platforms/port/src/workload/render-pod.ts`).
const volumes = "/dinfra/volumes"

// keyPath is where a service's network key lies: on its volume, so that it has the same id in each pod that has the volume.
func keyPath(root string, s Service) string {
	return filepath.Join(root, volumes, s.Peers.Volume, disk.MarkFolder, "node-key-"+s.Name)
}

func knownPath(root string, s Service) string {
	return filepath.Join(root, volumes, s.Peers.Volume, disk.MarkFolder, "peers-"+s.Name+".json")
}

// known is what a service learnt of its peers, by their names. It lies on its volume: a validator whose pod starts again does not
// wait for a sentry that is away.
type known struct {
	Version int             `json:"version"`
	Peers   map[string]knew `json:"peers"`
}

type knew struct {
	Incarnation string `json:"incarnation"`
	PeerID      string `json:"peerId"`
}

func readKnown(path string) (known, error) {
	none := known{Version: 1, Peers: map[string]knew{}}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	var k known
	if err := json.Unmarshal(raw, &k); err != nil || k.Version != 1 || k.Peers == nil {
		return none, fault.Permanent("peers-broken", "expected the ids of peers, version 1, in %s, found %d bytes of another kind: remove the file, and they are asked again", path, len(raw))
	}
	return k, nil
}

func (k known) write(path string) error {
	raw, _ := json.Marshal(k)
	return system.WriteFile(path, raw, 0o600)
}

// idOf is a peer's id, where it is known. That of a volume that is gone is not.
func (k known) idOf(p Peer) (string, bool) {
	knew, ok := k.Peers[p.Name]
	return knew.PeerID, ok && knew.Incarnation == p.Incarnation
}

// lists are what the service is started with, once no peer is missing.
func (k known) lists(p *Peers) (lists release.PeerLists, missing []string) {
	for _, peer := range p.Reserved {
		id, ok := k.idOf(peer)
		if !ok {
			missing = append(missing, peer.Name)
			continue
		}
		lists.Reserved = append(lists.Reserved, "/dns/"+peer.Host+"/tcp/"+strconv.Itoa(peer.Port)+"/p2p/"+id)
	}
	return lists, missing
}
