package unit

import "dinfra.dev/agent/release"

// scheduling is what threads do to themselves, of what is otherwise for administrators.
const scheduling = "sched_setaffinity sched_setscheduler sched_setparam setpriority setrlimit"

// rights are a service's sandbox with what it needs beyond it. A service without any has the lines that it always had.
func rights(s release.Service) []line {
	lines := sandbox(s.Sandbox)
	if s.PrivilegedPorts {
		for i, l := range lines {
			switch l.key {
			case "CapabilityBoundingSet", "AmbientCapabilities":
				lines[i].value = "CAP_NET_BIND_SERVICE"
			case "PrivateUsers":
				// A capability of a user namespace says nothing about the machine's own ports.
				lines[i].value = "no"
			}
		}
	}
	if s.State {
		lines = append(lines, line{"StateDirectory", "dinfra-" + s.Name}, line{"StateDirectoryMode", "0700"})
	}
	if s.Journal {
		lines = append(lines, line{"SupplementaryGroups", journalGroup})
	}
	return lines
}

// journalGroup may read the journal of the whole machine, and nothing else: systemd makes it.
const journalGroup = "systemd-journal"

// sandbox is what a service may not do. `strict` is for all that needs no sandbox of its own; `validator` leaves a
// validator's workers the calls by which they lock themselves in (namespaces, mounts, landlock, seccomp).
func sandbox(kind string) []line {
	lines := []line{
		{"CapabilityBoundingSet", ""},
		{"AmbientCapabilities", ""},
		{"NoNewPrivileges", "yes"},
		{"LockPersonality", "yes"},
		{"PrivateDevices", "yes"},
		{"PrivateMounts", "yes"},
		{"PrivateTmp", "yes"},
		{"PrivateUsers", "yes"},
		{"ProtectClock", "yes"},
		{"ProtectControlGroups", "yes"},
		{"ProtectHome", "yes"},
		{"ProtectHostname", "yes"},
		{"ProtectKernelLogs", "yes"},
		{"ProtectKernelModules", "yes"},
		{"ProtectKernelTunables", "yes"},
		{"ProtectProc", "invisible"},
		{"ProtectSystem", "strict"},
		{"RemoveIPC", "yes"},
		// Netlink is how a node learns its own addresses.
		{"RestrictAddressFamilies", "AF_INET AF_INET6 AF_NETLINK AF_UNIX"},
		{"RestrictRealtime", "yes"},
		{"RestrictSUIDSGID", "yes"},
		{"SystemCallArchitectures", "native"},
		{"SystemCallErrorNumber", "EPERM"},
		{"UMask", "0077"},
		// Who else's data and keys lie there.
		{"InaccessiblePaths", "-/etc/ssh -/var/lib/cloud -/var/lib/dinfra/agent"},
	}
	if kind == "validator" {
		return append(lines,
			// What it would read there, of processor and memory, is for telemetry alone.
			line{"ProcSubset", "pid"},
			line{"SystemCallFilter", "@system-service landlock_add_rule landlock_create_ruleset landlock_restrict_self seccomp mount umount2 pivot_root"},
			line{"SystemCallFilter", "~@clock @cpu-emulation @debug @module @obsolete @raw-io @reboot @swap @privileged @resources"},
			line{"SystemCallFilter", "mount umount2 pivot_root"},
		)
	}
	return append(lines,
		line{"RestrictNamespaces", "yes"},
		line{"SystemCallFilter", "@system-service"},
		line{"SystemCallFilter", "~@clock @cpu-emulation @debug @module @mount @obsolete @raw-io @reboot @swap @privileged @resources"},
		// Threads set their own priority and place.
		line{"SystemCallFilter", scheduling},
	)
}
