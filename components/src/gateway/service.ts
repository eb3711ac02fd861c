import {
  Exposure,
  Reach,
  type Outline,
  type Port,
  type Program,
  type SecretFile,
  type Text,
  type Workload,
} from "@dinfra/port";
import { gatewayConfig, type GatewayValues } from "./config.js";
import type { DecidedTls } from "./tls.js";

/** Where the node itself answers once a gateway has its port. */
const NODE_PORT = "node-rpc";
const nodePortNumber = 9943;
/** Where an authority asks for the proof of a name: no other port will do (RFC 8737). */
const ACME_PORT = "acme";
const acmePortNumber = 443;
export const GATEWAY_SERVICE = "gateway";
const FILE = "gateway.json";
const certificate = "tls.crt";
const certificateKey = "tls.key";
const externalAccountKey = "acme.key";

/** A gateway before a node. */
export interface GatewaySpec {
  program: Program;
  values: GatewayValues;
  tls?: DecidedTls;
  /** Whether the machine's agent judges the node beside it. */
  agent: boolean;
  /** Whether nobody asked for it, so that it makes no machine larger. */
  uncounted?: boolean;
  /** Path at which the node itself says whether it should get traffic. */
  nodeReadiness: string;
}

/** The outline of a node that has a gateway. What its ports had as numbers, they keep. */
export function outlineBehindGateway(outline: Outline, { tls }: Pick<GatewaySpec, "tls">): Outline {
  return {
    ...outline,
    services: [...outline.services, GATEWAY_SERVICE],
    ports: [...outline.ports, NODE_PORT, ...(acmeOf(tls) ? [ACME_PORT] : [])],
    files: [...(outline.files ?? []), { service: GATEWAY_SERVICE, file: FILE }],
  };
}

/**
 * Puts a gateway before a node: it takes over the node's port `rpc`, and the node answers at another one, to its own machine
 * alone. Pure.
 */
export function behindGateway(workload: Workload, reach: Reach, spec: GatewaySpec): Workload {
  const named = (port: string) => (port === "rpc" ? NODE_PORT : port);
  const moved = (text: Text): Text => (typeof text === "string" ? text : text.map((part) => movedPart(part, reach)));
  const rpc = workload.ports.find(({ name }) => name === "rpc");
  if (!rpc) throw new Error(`workload ${workload.name} has no port rpc for a gateway`);
  const inner: Port = {
    ...{ name: NODE_PORT, number: nodePortNumber, protocol: "tcp", exposure: Exposure.Machine, service: "node" },
  };
  const services = workload.services.map((service) => ({
    ...service,
    args: service.args.map(moved),
    probes: {
      started: { ...service.probes.started, port: named(service.probes.started.port) },
      ready: { ...service.probes.ready, port: named(service.probes.ready.port) },
      alive: { ...service.probes.alive, port: named(service.probes.alive.port) },
    },
    ...(service.substrate ? { substrate: { ...service.substrate, rpc: named(service.substrate.rpc) } } : {}),
  }));
  return {
    ...workload,
    services: [...services, gatewayService(reach, spec)],
    ports: [
      ...workload.ports.map((port) => ({
        ...port,
        service: port.name === "rpc" ? GATEWAY_SERVICE : (port.service ?? "node"),
      })),
      inner,
      ...(acmeOf(spec.tls) ? [acmePort] : []),
    ],
  };
}

const acmePort: Port = {
  ...{ name: ACME_PORT, number: acmePortNumber, protocol: "tcp", exposure: Exposure.World, service: GATEWAY_SERVICE },
};

const acmeOf = (tls: DecidedTls | undefined) => (tls && "acme" in tls ? tls.acme : undefined);

/** Name by which clients know the gateway: its certificate is for that alone. Undefined where they know its address. */
export const hostOf = (tls: DecidedTls | undefined): string | undefined => acmeOf(tls)?.hosts[0];

type Part = Exclude<Text, string>[number];

/** On a machine of its own the node is told the loopback address, on a shared one it has one already. */
function movedPart(part: Part, reach: Reach): Part {
  if (typeof part === "string" || !("port" in part) || part.port !== "rpc") return part;
  if (part.ref === "address" && reach === Reach.Network) return "127.0.0.1";
  return { ...part, port: NODE_PORT };
}

/** What of its TLS is a secret, as files of the service. The gateway reads a certificate and its key again when they are others. */
function secretsOf(tls: DecidedTls | undefined): SecretFile[] {
  if (!tls) return [];
  if ("acme" in tls) {
    const { externalAccount } = tls.acme;
    return externalAccount ? [{ name: externalAccountKey, source: externalAccount.key }] : [];
  }
  if ("secret" in tls) return [certificate, certificateKey].map((name) => ({ name, key: tls.secret, item: name }));
  return [
    { name: certificate, source: tls.certificate },
    { name: certificateKey, source: tls.key },
  ];
}

function gatewayService(reach: Reach, { program, values, tls, agent, uncounted, nodeReadiness }: GatewaySpec) {
  const ask = (path: string) => ({ kind: "http", port: "rpc", path, timeoutSeconds: 2 }) as const;
  // Behind TLS the probe's plain question is not answered; the port is.
  const acme = acmeOf(tls);
  const secrets = secretsOf(tls);
  const options: Readonly<Record<string, string>> = {
    [certificate]: "--certificate",
    [certificateKey]: "--certificate-key",
    [externalAccountKey]: "--external-account-key",
  };
  const alive = tls ? ({ kind: "tcp", port: "rpc", timeoutSeconds: 2 } as const) : ask("/live");
  return {
    name: GATEWAY_SERVICE,
    program,
    args: [
      GATEWAY_SERVICE,
      "--config",
      [{ ref: "file", file: FILE }],
      ...secrets.flatMap(({ name }) => [options[name], [{ ref: "secret", secret: name }]]),
    ] as Text[],
    files: [
      {
        name: FILE,
        content: gatewayConfig({
          ...{ values, reach, agent, nodeReadiness, nodePort: NODE_PORT },
          acme: acme && { ...acme, port: ACME_PORT },
        }),
        mode: "0644",
      },
    ],
    secrets,
    ...(acme && { state: true, privilegedPorts: true }),
    // Machines that have an agent of before know no reload; there a gateway that changes sends its clients away first.
    ...(reach === Reach.Loopback ? { reload: { signal: "SIGHUP" } as const } : {}),
    volumes: [],
    // A client that does not answer its goodbye is waited for, too.
    stop: { signal: "SIGTERM", graceSeconds: values.drainSeconds + 20 } as const,
    probes: {
      started: { ...alive, periodSeconds: 1, failureThreshold: 30 },
      ready: { ...alive, periodSeconds: 2, failureThreshold: 3 },
      alive: { ...alive, periodSeconds: 10, failureThreshold: 6 },
    },
    resources: { cpu: 500, memory: 256 },
    ...(uncounted && { uncounted }),
  };
}
