import { HEALTH_PORT, invalidArgument, Reach, type Text } from "@dinfra/port";
import type { Acme } from "./tls.js";

/** The values of a gateway's arguments once they are known, with defaults. */
export interface GatewayValues {
  allowMethods: string[];
  refuseMethods: string[];
  keys: { name: string; sha256: string; limits?: Limits }[];
  keyRequired: boolean;
  limits: Required<Limits>;
  maxBatch: number;
  maxRequestBytes: number;
  maxResponseBytes: number;
  pingSeconds: number;
  drainSeconds: number;
  trustedProxies: string[];
}

export interface Limits {
  weightPerSecond?: number;
  burst?: number;
  connections?: number;
}

/** The same as they are given: nothing has a default yet. */
export type GivenGateway = Partial<Omit<GatewayValues, "limits">> & { limits?: Limits };

/**
 * 200 clients behind one address, which a balancer or a firm's router may be, connect again at once: each has its WebSocket, and may
 * use a weight of 50 for the metadata (20), the runtime's version and its subscriptions (5 each).
 */
const usualLimits = { weightPerSecond: 100, burst: 10_000, connections: 200 };

/** Weight of the heaviest call of the gateway's own list (`agent/gateway/methods.go`). */
const HEAVIEST = 50;
const method = /^[A-Za-z0-9_]{1,128}$/;
const range = /^[0-9a-fA-F:.]+\/\d{1,3}$/;

/**
 * Fills in the defaults and refuses what the gateway would refuse when it starts.
 * @throws ComponentError `InvalidArgument`
 */
export function gatewayValues(given: GivenGateway, trusted: readonly string[]): GatewayValues {
  const values: GatewayValues = {
    allowMethods: given.allowMethods ?? [],
    refuseMethods: given.refuseMethods ?? [],
    keys: given.keys ?? [],
    keyRequired: given.keyRequired ?? false,
    limits: { ...usualLimits, ...defined(given.limits) },
    maxBatch: given.maxBatch ?? 10,
    maxRequestBytes: given.maxRequestBytes ?? 2 ** 20,
    maxResponseBytes: given.maxResponseBytes ?? 15 * 2 ** 20,
    pingSeconds: given.pingSeconds ?? 25,
    drainSeconds: given.drainSeconds ?? 10,
    trustedProxies: given.trustedProxies ?? [...trusted],
  };
  for (const field of ["allowMethods", "refuseMethods"] as const)
    values[field].forEach((name, i) => {
      if (!method.test(name)) throw invalidArgument(`gateway.${field}[${i}]`, "the name of a method", name);
    });
  whole("maxBatch", values.maxBatch, 1, 1000);
  whole("maxRequestBytes", values.maxRequestBytes, 1024, 64 * 2 ** 20);
  whole("maxResponseBytes", values.maxResponseBytes, 1024, 256 * 2 ** 20);
  whole("pingSeconds", values.pingSeconds, 1, 3600);
  whole("drainSeconds", values.drainSeconds, 1, 3580);
  checkLimits("limits", values.limits);
  values.keys.forEach(({ name, sha256, limits }, i) => {
    const first = values.keys.findIndex((key) => key.name === name || key.sha256 === sha256);
    if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name) || first < i)
      throw invalidArgument(`gateway.keys[${i}].name`, "a name of its own of letters, digits, . _ @ -", name);
    if (!/^[0-9a-f]{64}$/.test(sha256))
      throw invalidArgument(`gateway.keys[${i}].sha256`, "the hash of a key, 64 hex digits", "another text");
    checkLimits(`keys[${i}].limits`, { ...values.limits, ...defined(limits) });
  });
  if (values.keyRequired && values.keys.length === 0)
    throw invalidArgument("gateway.keys", "one at least where keyRequired is true: nobody could call", "none");
  values.trustedProxies.forEach((text, i) => {
    if (!range.test(text))
      throw invalidArgument(`gateway.trustedProxies[${i}]`, "an address range such as 10.0.0.0/24", text);
  });
  return values;
}

/** Addresses of proxies that are believed where nothing is said: never those of everybody. */
export function trustedByDefault(reach: Reach, gateways: readonly string[]): string[] {
  return reach === Reach.Loopback ? ["127.0.0.0/8"] : gateways.filter((cidr) => !cidr.endsWith("/0"));
}

function checkLimits(at: string, { weightPerSecond, burst, connections }: Required<Limits>): void {
  if (!(weightPerSecond > 0 && weightPerSecond <= 1e6))
    throw invalidArgument(`gateway.${at}.weightPerSecond`, "a number above 0 and at most 1000000", weightPerSecond);
  whole(`${at}.burst`, burst, HEAVIEST, 10_000_000);
  whole(`${at}.connections`, connections, 1, 1_000_000);
}

function whole(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw invalidArgument(`gateway.${name}`, `a whole number from ${least} to ${most}`, value);
}

const defined = (limits: Limits = {}): Limits =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)) as Limits;

interface Rendering {
  values: GatewayValues;
  reach: Reach;
  agent: boolean;
  nodeReadiness: string;
  nodePort: string;
  /** The authority, and the port at which it asks. */
  acme?: Acme & { port: string };
}

/** Its certificates lie in the folder that the service has of its own. */
function acmeConfig({ port, externalAccount, ...authority }: NonNullable<Rendering["acme"]>): Exclude<Text, string> {
  const told = JSON.stringify({ ...authority, externalAccount: externalAccount?.id }).slice(0, -1);
  return [`,\n  "acme": ${told},"listen":"`, { ref: "address", port }, ":", { ref: "port", port }, '"}'];
}

/** The gateway's file, in JSON (`agent/gateway/config.go`). Its addresses are known where it runs. */
export function gatewayConfig({ values, reach, agent, nodeReadiness, nodePort, acme }: Rendering): Text {
  const { allowMethods: allow, refuseMethods: refuse, ...others } = values;
  const rest = JSON.stringify({ version: 1, methods: { allow, refuse }, ...others }, undefined, 2).slice(1, -2);
  const node: Text = [
    reach === Reach.Network ? "127.0.0.1" : { ref: "address", port: nodePort },
    ":",
    { ref: "port", port: nodePort },
  ];
  return [
    '{\n  "listen": "',
    ...[{ ref: "address", port: "rpc" } as const, ":", { ref: "port", port: "rpc" } as const],
    '",\n  "node": "',
    ...node,
    '",\n  "readiness": [',
    // The agent says more, and the node itself says it sooner that it stands still.
    ...(agent ? [`"http://127.0.0.1:${HEALTH_PORT}/ready", `] : []),
    '"http://',
    ...node,
    `${nodeReadiness}"],`,
    rest,
    ...(acme ? acmeConfig(acme) : []),
    `\n}\n`,
  ];
}
