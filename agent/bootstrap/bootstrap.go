// Package bootstrap is the first boot, as far as it is not the shell stub's: who may log in, the packet filter's base, the
// journal's limits, and the agent as a service. Every step is safe to repeat and to be cut off; it ends with the machine
// ready for a release.
package bootstrap

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/firewall"
	"dinfra.dev/agent/identity"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// step is one thing that a machine needs before it can take a release.
type step struct {
	name string
	do   func(context.Context, system.Machine, identity.Identity) error
}

// steps run in this order. The packet filter comes before sshd is told anything, the agent last.
var steps = []step{
	{"users", users},
	{"firewall", packetFilter},
	{"journal", journal},
	{"kernel", kernel},
	{"login", login},
	{"agent", agent},
}

// Run does all steps.
func Run(ctx context.Context, m system.Machine) error {
	id, err := identity.Read(m)
	if err != nil {
		return err
	}
	for _, s := range steps {
		slog.Info("first boot", "step", s.name)
		if err := s.do(ctx, m, id); err != nil {
			return err
		}
	}
	// The stub's unit looks for this mark: what runs from now on is the agent's own business.
	return system.WriteFile(m.Path(system.StateFolder, "bootstrapped"), []byte("1\n"), 0o600)
}

const sysusers = `u dinfra - "DINFRA services" /var/lib/dinfra /usr/sbin/nologin
u dinfra-operator - "DINFRA operators" /etc/dinfra/operator /bin/sh
`

func users(ctx context.Context, m system.Machine, _ identity.Identity) error {
	path := m.Path("/etc/sysusers.d/dinfra.conf")
	if _, err := system.Ensure(path, []byte(sysusers), 0o644); err != nil {
		return err
	}
	if _, err := m.Must(ctx, "systemd-sysusers", path); err != nil {
		return err
	}
	// sysusers locks passwords by "!*", which sshd without PAM takes for a locked account; "*" is no password at all.
	_, err := m.Must(ctx, "usermod", "--password", "*", system.OperatorUser)
	return err
}

const firewallUnit = `[Unit]
Description=DINFRA packet filter
DefaultDependencies=no
Before=network-pre.target
Wants=network-pre.target
After=local-fs.target
ConditionPathExists=/etc/dinfra/firewall.nft

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/dinfra/firewall.nft

[Install]
WantedBy=sysinit.target
`

func packetFilter(ctx context.Context, m system.Machine, id identity.Identity) error {
	path := m.Path(system.FirewallFile)
	if _, err := os.Stat(path); os.IsNotExist(err) {
		text := firewall.Ruleset(nil, release.Sources{}, nil, id.Operators.Sources)
		if err := system.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return installUnit(ctx, m, "dinfra-firewall.service", firewallUnit, true)
}

// On the disk wherever the image has it: what a node said last, and what was not sent yet, is there after a reboot.
const journalLimits = `[Journal]
Storage=persistent
SystemMaxUse=1G
SystemKeepFree=1G
SystemMaxFileSize=64M
RuntimeMaxUse=64M
RateLimitIntervalSec=30s
RateLimitBurst=20000
`

func journal(ctx context.Context, m system.Machine, _ identity.Identity) error {
	wrote, err := system.Ensure(m.Path("/etc/systemd/journald.conf.d/10-dinfra.conf"), []byte(journalLimits), 0o644)
	if err != nil || !wrote {
		return err
	}
	_, err = m.Must(ctx, "systemctl", "restart", "systemd-journald.service")
	return err
}

// A kernel that moves memory between nodes stalls a database; connections of peers need room.
const sysctls = `kernel.numa_balancing = 0
net.core.somaxconn = 4096
vm.swappiness = 1
`

func kernel(ctx context.Context, m system.Machine, _ identity.Identity) error {
	path := m.Path("/etc/sysctl.d/60-dinfra.conf")
	wrote, err := system.Ensure(path, []byte(sysctls), 0o644)
	if err != nil || !wrote {
		return err
	}
	// A container's kernel may refuse some; none is a reason not to boot.
	if result, err := m.Run.Run(ctx, system.Command{Name: "sysctl", Args: []string{"--quiet", "--load=" + path}}); err != nil || result.Code != 0 {
		slog.Warn("kernel settings were refused", "error", err, "said", strings.TrimSpace(result.Stderr))
	}
	return nil
}

const sshdConfig = `PasswordAuthentication no
KbdInteractiveAuthentication no
Match User dinfra-operator
  AllowTcpForwarding no
  AllowAgentForwarding no
  X11Forwarding no
  PermitTTY no
  ForceCommand /usr/local/bin/dinfra-agent ssh
Match all
`

// hostKeys has keys of the machine's own: one of the image would be that of every machine made from it. cloud-init makes
// them and does not sync them, so that a power cut leaves empty ones, with which sshd does not start.
func hostKeys(ctx context.Context, m system.Machine) error {
	found, _ := filepath.Glob(m.Path("/etc/ssh/ssh_host_*_key"))
	whole := len(found)
	for _, key := range found {
		if info, err := os.Stat(key); err == nil && info.Size() > 0 {
			continue
		}
		slog.Warn("a host key is empty and is made again", "key", key)
		whole--
		for _, path := range []string{key, key + ".pub"} {
			if err := system.Remove(path); err != nil {
				return err
			}
		}
	}
	if whole < len(found) || len(found) == 0 {
		if _, err := m.Must(ctx, "ssh-keygen", "-A"); err != nil {
			return err
		}
	}
	// Whoever pins a key at first contact finds the same one after a power cut.
	if err := system.SyncFilesystem(m.Path("/etc/ssh")); err != nil {
		return err
	}
	if whole == len(found) {
		return nil
	}
	// It gave up by now.
	for _, unit := range []string{"ssh.service", "sshd.service"} {
		if result, err := m.Run.Run(ctx, system.Command{Name: "systemctl", Args: []string{"reset-failed", unit}}); err != nil || result.Code != 0 {
			continue
		}
		if _, err := m.Must(ctx, "systemctl", "restart", unit); err == nil {
			return nil
		}
	}
	return nil
}

func login(ctx context.Context, m system.Machine, id identity.Identity) error {
	if err := hostKeys(ctx, m); err != nil {
		return err
	}
	// All root's: the operators' user cannot give itself other keys.
	for _, folder := range []string{system.OperatorHome, system.OperatorHome + "/.ssh"} {
		if err := system.MkdirAll(m.Path(folder), 0o755); err != nil {
			return err
		}
	}
	var keys strings.Builder
	for _, key := range id.Operators.Keys {
		keys.WriteString("restrict " + strings.TrimSpace(key) + "\n")
	}
	if _, err := system.Ensure(m.Path(system.OperatorHome, ".ssh/authorized_keys"), []byte(keys.String()), 0o644); err != nil {
		return err
	}
	wrote, err := system.Ensure(m.Path("/etc/ssh/sshd_config.d/10-dinfra.conf"), []byte(sshdConfig), 0o644)
	if err != nil {
		return err
	}
	if !wrote {
		return nil
	}
	for _, unit := range []string{"ssh.service", "sshd.service"} {
		if result, err := m.Run.Run(ctx, system.Command{Name: "systemctl", Args: []string{"try-reload-or-restart", unit}}); err == nil && result.Code == 0 {
			return nil
		}
	}
	return nil
}

const agentUnit = `[Unit]
Description=DINFRA agent
After=dinfra-firewall.service network.target
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart=/usr/local/bin/dinfra-agent serve
Restart=always
RestartSec=5
OOMScoreAdjust=-900

[Install]
WantedBy=multi-user.target
`

// agent installs the running program as the machine's agent.
func agent(ctx context.Context, m system.Machine, _ identity.Identity) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	sum, err := artifact.SumOf(self)
	if err != nil {
		return err
	}
	if err := Install(m, self, sum); err != nil {
		return err
	}
	return installUnit(ctx, m, "dinfra-agent.service", agentUnit, true)
}

// Install puts an agent in place by its digest and moves the link to it, whole or not at all.
func Install(m system.Machine, from, sum string) error {
	target := m.Path(system.AgentFolder, sum, "dinfra-agent")
	if found, _ := artifact.SumOf(target); found != sum {
		content, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := system.WriteFile(target, content, 0o755); err != nil {
			return err
		}
	}
	if err := system.Symlink(filepath.Join(system.AgentFolder, sum), m.Path(system.AgentLink)); err != nil {
		return err
	}
	return system.Symlink(system.AgentLink+"/dinfra-agent", m.Path("/usr/local/bin/dinfra-agent"))
}

func installUnit(ctx context.Context, m system.Machine, name, text string, start bool) error {
	if _, err := system.Ensure(m.Path(system.UnitFolder, name), []byte(text), fs.FileMode(0o644)); err != nil {
		return err
	}
	if _, err := m.Must(ctx, "systemctl", "daemon-reload"); err != nil {
		return err
	}
	if _, err := m.Must(ctx, "systemctl", "enable", name); err != nil {
		return err
	}
	if !start {
		return nil
	}
	_, err := m.MustDo(ctx, system.Command{Name: "systemctl", Args: []string{"restart", name}, Timeout: 3 * time.Minute})
	return err
}
