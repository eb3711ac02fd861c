import * as path from "node:path";

/** What is of the machine's: found by {@link lookAtSystem}, or a test's own. */
export interface System {
  /** Folders of programs and libraries at the top, such as /lib: where a link there leads, or null for a folder. */
  top: Readonly<Record<string, string | null>>;
  /** Most processes that one user may have, where there is a limit. */
  mayFork?: number;
  /** The machine's own addresses beside loopback, or ranges of them. */
  addresses: readonly string[];
}

/** Absolute paths of the programs that make the sandbox. */
export interface Tools {
  prlimit: string;
  pasta: string;
  sh: string;
  unshare: string;
  ip: string;
  bwrap: string;
}

export interface Sandbox {
  uid: number;
  gid: number;
  /** Folder that is /tmp and /var/tmp to the process. */
  temporary: string;
  /** Folders that it may write, at the place where they are. */
  writable: readonly string[];
  /** Files and folders that it may read, at the place where they are. */
  readable: readonly string[];
  /** Where its name servers are written down, when it cannot ask the machine's own. */
  resolvConf?: string;
  cwd: string;
  command: string;
  args: readonly string[];
}

/**
 * Processes, and threads, that all sandboxes of a user may have at once: a program that forks without end must leave the
 * provider its own.
 */
export const maxProcesses = 16_384;
const share = 0.75;
const shmBytes = 64 * 1024 * 1024;

/** Asked for names, where the machine's own name server listens on its loopback: pasta passes the questions on. */
export const nameServer = "169.254.1.1";

/**
 * Of /etc what programs need to run, and no more: with the provider's user it could read what only that may, such as a key
 * that somebody put there.
 */
export const settings = [
  "alternatives",
  "ca-certificates",
  "ca-certificates.conf",
  "crypto-policies",
  "gai.conf",
  "group",
  "host.conf",
  "hosts",
  "ld.so.cache",
  "ld.so.conf",
  "ld.so.conf.d",
  "locale.alias",
  "locale.conf",
  "localtime",
  "mime.types",
  "nsswitch.conf",
  "os-release",
  "passwd",
  "pki/ca-trust",
  "pki/tls/certs",
  "protocols",
  "resolv.conf",
  "services",
  "ssl/certs",
  "ssl/openssl.cnf",
  "timezone",
];

/** Bounds that the process cannot lift. */
function limits({ prlimit }: Tools, { mayFork = Infinity }: System): string[] {
  return [prlimit, `--nproc=${Math.min(Math.floor(mayFork * share), maxProcesses)}`, "--core=0", "--"];
}

/**
 * A network of its own, with a way to other machines and none to this one: pasta forwards no port in either direction, and
 * its gateway is not this machine. It ends when the process does; the process ends when it does (see bubblewrap's
 * `--die-with-parent`).
 */
function network({ pasta }: Tools, { resolvConf }: Sandbox): string[] {
  const ports = ["--tcp-ports=none", "--udp-ports=none", "--tcp-ns=none", "--udp-ns=none"];
  const dns = resolvConf === undefined ? [] : [`--dns-forward=${nameServer}`];
  return [pasta, "--config-net", "--no-map-gw", ...ports, ...dns, "--foreground", "--quiet", "--"];
}

/**
 * Within pasta's namespaces: a /proc of them, which bubblewrap reads numbers of processes in, and no way to the machine's
 * other addresses, since pasta asks from the machine itself. Rules, because who names an interface passes over a route.
 */
const close = [
  'ip=$1; shift; while [ "$1" != -- ]; do',
  "  case $1 in *:*) family=-6 ;; *) family=-4 ;; esac",
  '  "$ip" "$family" rule add pref 1 to "$1" prohibit; shift',
  "done; shift",
  'exec "$@"',
].join("\n");

/** The same later on; an address that the network is closed to already is no error. */
const closeMore = [
  "ip=$1; shift; for one; do",
  "  case $one in *:*) family=-6 ;; *) family=-4 ;; esac",
  '  "$ip" "$family" rule add pref 1 to "$one" prohibit',
  "done",
].join("\n");

/** Arguments of sh that close a network to more addresses, to be run within it. */
export function closeAlso(ip: string, addresses: readonly string[]): string[] {
  return ["-c", closeMore, "sh", ip, ...addresses];
}

function closed({ unshare, sh, ip }: Tools, { addresses }: System): string[] {
  return [unshare, "--mount-proc", "--", sh, "-ec", close, "sh", ip, ...addresses, "--"];
}

/** The view of the machine: what is not named here is not there. */
function view({ bwrap }: Tools, system: System, sandbox: Sandbox): string[] {
  const { uid, gid, temporary, writable, readable, resolvConf, cwd } = sandbox;
  const top = Object.entries(system.top).flatMap(([folder, target]) =>
    target === null ? ["--ro-bind", folder, folder] : ["--symlink", target, folder],
  );
  const etc = settings
    .filter((name) => resolvConf === undefined || name !== "resolv.conf")
    .map((name) => path.join("/etc", name))
    .flatMap((file) => ["--ro-bind-try", file, file]);
  return [
    ...[bwrap, "--die-with-parent", "--unshare-user", `--uid`, String(uid), "--gid", String(gid)],
    ...["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
    ...["--cap-drop", "ALL", "--disable-userns"],
    ...["--ro-bind", "/usr", "/usr", ...top, ...etc],
    ...(resolvConf === undefined ? [] : ["--ro-bind", resolvConf, "/etc/resolv.conf"]),
    ...["--proc", "/proc", "--dev", "/dev", "--size", String(shmBytes), "--tmpfs", "/dev/shm"],
    ...["--bind", temporary, "/tmp", "--bind", temporary, "/var/tmp"],
    ...readable.flatMap((file) => ["--ro-bind-try", file, file]),
    ...writable.flatMap((folder) => ["--bind", folder, folder]),
    // Else a program could fill the machine's memory with files there.
    ...["--remount-ro", "/dev", "--remount-ro", "/"],
    ...["--unsetenv", "DINFRA_HOST_ISOLATION", "--chdir", cwd, "--"],
  ];
}

/** The command line that becomes `command args` in namespaces of its own. */
export function sandboxLine(tools: Tools, system: System, sandbox: Sandbox): { file: string; args: string[] } {
  const [file, ...args] = [
    ...limits(tools, system),
    ...network(tools, sandbox),
    ...closed(tools, system),
    ...view(tools, system, sandbox),
    sandbox.command,
    ...sandbox.args,
  ];
  return { file: file!, args };
}
