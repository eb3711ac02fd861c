// Package unit renders a service as a hardened systemd unit.
package unit

import (
	"fmt"
	"path"
	"strings"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// Name is the unit of a service.
func Name(service string) string { return "dinfra-" + service + ".service" }

// FilePath is where a configuration file of a service lies.
func FilePath(service, file string) string {
	return system.ServiceFiles + "/" + service + "/" + file
}

// SecretPath is where an opened secret lies for systemd to hand to the service. It is in memory only.
func SecretPath(service, secret string) string {
	return system.SecretsFolder + "/" + service + "/" + secret
}

// CommandPath is the program that a service runs.
func CommandPath(doc *release.Document, c release.Command, arch string) (string, error) {
	for _, a := range doc.Artifacts {
		if a.Name == c.Artifact {
			source, ok := a.Platforms[arch]
			if !ok {
				return "", artifact.NotForMachine(a, arch)
			}
			return path.Join(artifact.Folder(source), c.Path), nil
		}
	}
	panic("a checked document has the artifact " + c.Artifact)
}

// NodeKeyPath is where the network key of a service lies, on its volume and root's alone: the service gets a copy.
func NodeKeyPath(s release.Service) string {
	return system.VolumePath(s.Peers.Volume) + "/" + disk.MarkFolder + "/node-key-" + s.Name
}

func binding(doc *release.Document, s release.Service, arch string, peers release.PeerLists) release.Binding {
	return release.Binding{
		Artifact: func(name, at string) (string, error) {
			return CommandPath(doc, release.Command{Artifact: name, Path: at}, arch)
		},
		Volume: func(name string) (string, error) { return system.VolumePath(name), nil },
		File:   func(name string) (string, error) { return FilePath(s.Name, name), nil },
		Secret: func(name string) (string, error) {
			return "/run/credentials/" + Name(s.Name) + "/" + name, nil
		},
		NodeKey: func() (string, error) { return "/run/credentials/" + Name(s.Name) + "/" + release.NodeKey, nil },
		List:    peers.List,
	}
}

type section struct {
	name  string
	lines []line
}

type line struct{ key, value string }

// Render gives the text of the unit. The agent starts it, at each boot after the disks are there, so it is not enabled.
func Render(doc *release.Document, s release.Service, arch string, peers release.PeerLists) (string, error) {
	command, err := CommandPath(doc, s.Command, arch)
	if err != nil {
		return "", err
	}
	words := []string{Word(command)}
	for _, arg := range s.Args {
		resolved, err := arg.Words(binding(doc, s, arch, peers))
		if err != nil {
			return "", err
		}
		for _, word := range resolved {
			words = append(words, Word(word))
		}
	}
	about := section{"Unit", []line{
		{"Description", fmt.Sprintf("%s: %s", doc.Name, s.Name)},
		{"After", "network-online.target dinfra-firewall.service"},
		{"Wants", "network-online.target"},
		// Never without the packet filter.
		{"Requires", "dinfra-firewall.service"},
		// A broken database would otherwise be opened for ever.
		{"StartLimitIntervalSec", "3600"},
		{"StartLimitBurst", "10"},
	}}
	run := section{"Service", []line{
		{"Type", "exec"},
		{"ExecStart", strings.Join(words, " ")},
		{"KillSignal", s.Stop.Signal},
		{"TimeoutStopSec", fmt.Sprint(s.Stop.GraceSeconds)},
		{"Restart", "always"},
		{"RestartSec", restartSeconds(s)},
		{"LimitNOFILE", "65536"},
		{"SyslogIdentifier", "dinfra-" + s.Name},
	}}
	if len(s.Volumes) == 0 {
		run.lines = append(run.lines, line{"DynamicUser", "yes"})
	} else {
		run.lines = append(run.lines, line{"User", system.ServiceUser}, line{"Group", system.ServiceUser})
	}
	for _, v := range s.Volumes {
		at := system.VolumePath(v)
		about.lines = append(about.lines, line{"RequiresMountsFor", at}, line{"AssertPathIsMountPoint", at})
		run.lines = append(run.lines, line{"ReadWritePaths", at})
	}
	for _, f := range s.Secrets {
		run.lines = append(run.lines, line{"LoadCredential", f.Name + ":" + SecretPath(s.Name, f.Name)})
	}
	if s.Peers != nil {
		run.lines = append(run.lines, line{"LoadCredential", release.NodeKey + ":" + NodeKeyPath(s)})
	}
	if s.Resources.Memory > 0 {
		run.lines = append(run.lines, line{"MemoryMax", fmt.Sprintf("%dM", s.Resources.Memory)})
	}
	if s.Resources.CPU > 0 {
		run.lines = append(run.lines, line{"CPUQuota", fmt.Sprintf("%d%%", (s.Resources.CPU+9)/10)})
	}
	run.lines = append(run.lines, rights(s)...)
	return text(about, run), nil
}

// restartSeconds: a node that comes back faster may vote twice, for its votes may not be on disk yet. What has no data
// has no votes.
func restartSeconds(s release.Service) string {
	if len(s.Volumes) > 0 {
		return "120"
	}
	return "5"
}

func text(sections ...section) string {
	var out strings.Builder
	out.WriteString("# Written by dinfra-agent from the machine's release. Changes here are undone.\n")
	for _, s := range sections {
		fmt.Fprintf(&out, "\n[%s]\n", s.name)
		for _, l := range s.lines {
			fmt.Fprintf(&out, "%s=%s\n", l.key, l.value)
		}
	}
	return out.String()
}
