import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { IsolationKind } from "../isolation/isolation.js";
import { isMark } from "../proc/scan.js";
import { listOf, mapOf, number, shaped, text, type Shape } from "./check.js";

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** A physical name: also a file name, so nothing in it may mean something in a path. */
export const physicalName = text("1 to 128 letters, digits, `.`, `_` or `-`, the first a letter or digit", (value) =>
  namePattern.test(value),
);

const owner = text("1 to 256 characters", (value) => value.length > 0 && value.length <= 256);
const absolutePath = text("an absolute path", path.isAbsolute);
const loopback = text("an IP address of this machine's loopback (127.0.0.0/8 or ::1)", isLoopback);
const port = number("a port, 1 to 65535", 1, 65_535);

function isLoopback(value: string): boolean {
  return (net.isIPv4(value) && value.startsWith("127.")) || value === "::1";
}

const command = text(
  "an absolute path, or a program's bare name that is found in PATH",
  (value) => path.isAbsolute(value) || (value !== "" && !value.includes("/")),
);

// SIGKILL gives no grace, SIGSTOP does not end.
const stopSignal = text(
  "the name of a signal that asks a process to end, such as SIGTERM or SIGINT",
  (value) => value in os.constants.signals && !["SIGKILL", "SIGSTOP", "SIGCONT", "SIGCHLD"].includes(value),
);

const reloadSignal = text("SIGHUP, SIGUSR1 or SIGUSR2", (value) => ["SIGHUP", "SIGUSR1", "SIGUSR2"].includes(value));

const requestPath = text("a path that begins with /", (value) => /^\/[^\s]*$/.test(value));

function environmentName(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return "expected letters, digits and `_` in the name of a variable";
  if (isMark(name)) return "expected a variable other than DINFRA_HOST_*: these are the provider's own marks";
  return undefined;
}

const probe = shaped({
  kind: { rule: text("tcp, http or websocket", (value) => ["tcp", "http", "websocket"].includes(value)) },
  address: { rule: loopback },
  port: { rule: port },
  path: { rule: requestPath, optional: true },
  method: { rule: text("the name of a JSON-RPC method", (value) => value !== ""), optional: true },
  timeoutSeconds: { rule: number("seconds above 0, at most 3600", 0.001, 3600, false), optional: true },
});

const isolation = shaped({
  kind: {
    rule: text(Object.values(IsolationKind).join(" or "), (value) =>
      Object.values<string>(IsolationKind).includes(value),
    ),
  },
  firstUid: { rule: number("a uid, 1000 to 4294967294", 1_000, 4_294_967_294), optional: true },
  uidCount: { rule: number("a number of uids, 1 to 1000000", 1, 1_000_000), optional: true },
  readable: { rule: listOf(absolutePath), optional: true },
});

export const processShape: Shape = {
  name: { rule: physicalName },
  owner: { rule: owner },
  root: { rule: absolutePath },
  command: { rule: command },
  args: { rule: listOf(text("text")), optional: true, fallback: [] },
  firstStartFlags: { rule: listOf(text("text")), optional: true },
  env: {
    rule: mapOf(
      text("text", () => true, true),
      environmentName,
    ),
    optional: true,
    fallback: {},
  },
  cwd: { rule: absolutePath, optional: true },
  ports: {
    rule: listOf(shaped({ name: { rule: physicalName }, address: { rule: loopback }, port: { rule: port } })),
    optional: true,
    fallback: [],
  },
  peers: { rule: listOf(shaped({ address: { rule: loopback }, port: { rule: port } })), optional: true },
  peerProcesses: {
    rule: listOf(
      shaped({
        ...{ name: { rule: physicalName }, owner: { rule: owner }, ports: { rule: listOf(physicalName) } },
        also: { rule: listOf(physicalName), optional: true },
      }),
    ),
    optional: true,
  },
  readiness: { rule: probe, optional: true },
  stopSignal: { rule: stopSignal, optional: true, fallback: "SIGTERM" },
  stopGraceSeconds: { rule: number("seconds, 0 to 3600", 0, 3600, false), optional: true, fallback: 10 },
  reload: {
    rule: shaped({ signal: { rule: reloadSignal }, digest: { rule: text("text") } }),
    optional: true,
  },
  isolation: { rule: isolation, optional: true },
};

export const networkShape: Shape = {
  name: { rule: physicalName },
  owner: { rule: owner },
  root: { rule: absolutePath },
  size: { rule: number("a number of ports, 1 to 1000", 1, 1000) },
};

export const portsShape: Shape = {
  name: { rule: physicalName },
  owner: { rule: owner },
  root: { rule: absolutePath },
  network: { rule: physicalName },
  ports: { rule: listOf(physicalName) },
};

function factName(name: string): string | undefined {
  return /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(name) ? undefined : "expected 1 to 64 letters and digits in a fact's name";
}

export const directoryShape: Shape = {
  name: { rule: physicalName },
  owner: { rule: owner },
  root: { rule: absolutePath },
  isolation: { rule: isolation, optional: true },
  fixed: { rule: mapOf(text("text"), factName), optional: true },
};

export const fileShape: Shape = {
  directory: { rule: absolutePath },
  name: {
    rule: text(
      "a file name of at most 200 bytes without `/`",
      (value) => !["", ".", ".."].includes(value) && !value.includes("/") && Buffer.byteLength(value) <= 200,
    ),
  },
  content: { rule: text("text", () => true, true) },
  mode: {
    rule: text("octal digits such as 0600", (value) => /^0?[0-7]{3}$/.test(value)),
    optional: true,
    fallback: "0600",
  },
  root: { rule: absolutePath },
};
