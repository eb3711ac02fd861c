package system

// Where the agent keeps things on a machine. The provider's side knows none of these but the volumes' folder.
const (
	IdentityFile  = "/etc/dinfra/identity.json"
	ServiceFiles  = "/etc/dinfra/services"
	FirewallFile  = "/etc/dinfra/firewall.nft"
	OperatorHome  = "/etc/dinfra/operator"
	StateFolder   = "/var/lib/dinfra/agent"
	VolumesFolder = "/var/lib/dinfra/volumes"
	ArtifactStore = "/opt/dinfra/artifacts"
	AgentFolder   = "/opt/dinfra/agent"
	AgentLink     = "/opt/dinfra/agent/current"
	UnitFolder    = "/etc/systemd/system"
	RunFolder     = "/run/dinfra"
	SecretsFolder = "/run/dinfra/secrets"
	Socket        = "/run/dinfra/agent.sock"
	// ServiceUser owns the volumes and runs what has one.
	ServiceUser = "dinfra"
	// OperatorUser is who logs in by SSH; it may talk to the agent and nothing else.
	OperatorUser = "dinfra-operator"
)

// VolumePath is where a volume is mounted.
func VolumePath(name string) string { return VolumesFolder + "/" + name }
