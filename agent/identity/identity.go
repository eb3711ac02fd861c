// Package identity is what the user data says once and for ever about a machine.
package identity

import (
	"encoding/json"
	"net/netip"
	"os"
	"strings"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/system"
)

// Identity is written by the first-boot stub from the user data.
type Identity struct {
	Name      string            `json:"name"`
	Agent     map[string]string `json:"agent"`
	Artifacts Artifacts         `json:"artifacts"`
	Operators Operators         `json:"operators"`
}

// Artifacts says where paths of artifacts begin.
type Artifacts struct {
	BaseURL string `json:"baseUrl"`
}

// Operators are those who may log in.
type Operators struct {
	// Keys are lines of authorized_keys without options.
	Keys []string `json:"keys"`
	// Sources are the ranges that they come from; none for everywhere.
	Sources []string `json:"sources"`
}

// Read gives the identity of the machine.
func Read(m system.Machine) (Identity, error) {
	path := m.Path(system.IdentityFile)
	raw, err := os.ReadFile(path)
	if err != nil {
		return Identity{}, fault.Permanent("identity-missing", "expected the machine's identity at %s, found: %v: boot it with the user data of a dinfra node", path, err)
	}
	var id Identity
	if err := json.Unmarshal(raw, &id); err != nil {
		return Identity{}, fault.Permanent("identity-invalid", "expected JSON in %s, found: %v", path, err)
	}
	if id.Name == "" || len(id.Operators.Keys) == 0 {
		return Identity{}, fault.Permanent("identity-invalid", "expected a name and at least one operator's key in %s, found %q and %d keys", path, id.Name, len(id.Operators.Keys))
	}
	for _, key := range id.Operators.Keys {
		fields := strings.Fields(key)
		if strings.ContainsAny(key, "\r\n") || len(fields) < 2 || !(strings.HasPrefix(fields[0], "ssh-") || strings.HasPrefix(fields[0], "ecdsa-") || strings.HasPrefix(fields[0], "sk-")) {
			return Identity{}, fault.Permanent("identity-invalid", "expected operators' keys as lines of authorized_keys without options, found %q", key)
		}
	}
	for _, cidr := range id.Operators.Sources {
		if _, err := netip.ParsePrefix(cidr); err != nil {
			return Identity{}, fault.Permanent("identity-invalid", "expected operators' sources as address ranges, found %q", cidr)
		}
	}
	return id, nil
}
