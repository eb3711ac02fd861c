import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { HostError } from "../errors.js";
import { findTool, toolFolders } from "./launch.js";
import type { System, Tools } from "./sandbox.js";

/** Programs of a sandbox and its links, and the Debian package that brings each. */
const packages = {
  prlimit: "util-linux",
  nsenter: "util-linux",
  sh: "dash",
  unshare: "util-linux",
  ip: "iproute2",
  bwrap: "bubblewrap",
  pasta: "passt",
  socat: "socat",
} as const;

type Program = keyof typeof packages;

/**
 * Where the programs are.
 * @throws isolation-impossible, which names all that are missing and what to install
 */
export function sandboxTools(find: (name: string) => string | undefined = findTool): Tools & Record<Program, string> {
  const found = Object.keys(packages).map((name) => [name, find(name)] as const);
  const missing = found.flatMap(([name, file]) => (file === undefined ? [name as Program] : []));
  if (missing.length === 0) return Object.fromEntries(found) as Record<Program, string>;
  const install = [...new Set(missing.map((name) => packages[name]))].join(" ");
  throw new HostError(
    "isolation-impossible",
    `expected the programs ${missing.join(", ")} in ${toolFolders.join(", ")}, found none: install them (apt-get install ${install})`,
  );
}

/** Each a link into /usr on most systems. */
const topFolders = ["/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin"];

function topOf(folder: string): [string, string | null][] {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (!stat) return [];
  return [[folder, stat.isSymbolicLink() ? fs.readlinkSync(folder) : null]];
}

/** Where a machine has an address of its own on every link, and nothing else that a workload would ask. */
const linkLocal = "fe80::/10";

/**
 * The machine's own addresses beside loopback, each once, as `ip -json address` tells them: also those of an interface that
 * has no carrier, which are asked on the machine all the same.
 */
export function ownAddresses(told: string): string[] {
  const interfaces = JSON.parse(told) as { addr_info?: { local?: string; scope?: string }[] }[];
  const all = interfaces.flatMap(({ addr_info = [] }) => addr_info).filter(({ scope }) => scope !== "host");
  const addresses = all.flatMap(({ local }) => (local === undefined ? [] : [local]));
  return [...new Set(addresses.map((one) => (one.startsWith("fe80:") ? linkLocal : one)))].sort();
}

/** The lower of the two limits that /proc/self/limits has, where there is one: neither can be raised by everybody. */
export function processLimitIn(limits: string): number | undefined {
  const [, ...both] = /^Max processes\s+(\S+)\s+(\S+)/m.exec(limits) ?? [];
  const numbers = both.map(Number).filter(Number.isInteger);
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}

/** @throws isolation-impossible */
export function lookAtSystem({ ip }: Pick<Tools, "ip">): System {
  const { status, stdout, stderr, error } = spawnSync(ip, ["-json", "address"], { encoding: "utf8" });
  if (status !== 0)
    throw new HostError(
      "isolation-impossible",
      `expected ip to tell the addresses of this machine, found ${error?.message ?? stderr.trim()}`,
      true,
    );
  return {
    top: Object.fromEntries(topFolders.flatMap(topOf)),
    mayFork: processLimitIn(fs.readFileSync("/proc/self/limits", "utf8")),
    addresses: ownAddresses(stdout),
  };
}
