import type { Text } from "@dinfra/port";
import type { Backend } from "./backend.js";

/** How a balancer asks its nodes. */
export interface HealthChecks {
  /** Seconds between two questions to one node. */
  intervalSeconds: number;
  /** Seconds that an answer may take. */
  timeoutSeconds: number;
  /** Answers in a row that take a node out. */
  fall: number;
  /** Answers in a row that bring it back. */
  rise: number;
}

export interface BalancerSpec {
  backends: readonly [Backend, ...Backend[]];
  health: HealthChecks;
  /** Clients served at once. */
  maxConnections: number;
  /** Seconds after which a WebSocket without a message in either direction is closed. */
  idleSeconds: number;
  /** The platform's balancer that it stands behind, if any: whether that says who a client is, by the PROXY protocol. */
  behind?: { tellsClients: boolean };
}

/**
 * Whether the balancer may take a new configuration on while it runs. HAProxy's old process keeps its clients and asks no node
 * any more (seen with 2.6), so these must leave a node that stands still by the node's own word.
 */
export const reloads = (backends: BalancerSpec["backends"]): boolean => backends.every(({ gateway }) => gateway);

/** How many changes a client outlives: each leaves a process behind until the last of its clients is gone. */
const mostReloads = 10;

/** Connections beside those of clients: health checks, whoever asks for the balancer's own state. */
const spare = 100;

/**
 * Configuration of HAProxy 2.4 or later. Nodes are asked by HTTP whether they are ready, never by a bare connection; whoever is
 * connected to one that is not any more is cut off at once and finds another one when it comes back.
 * Source: HAProxy's configuration manual, 2.6.
 */
export function haproxyConfig({ backends, health, maxConnections, idleSeconds, behind }: BalancerSpec): Text {
  const bind = (port: string): Text => ["  bind ", { ref: "address", port }, ":", { ref: "port", port }];
  const hitless = reloads(backends);
  const lines: Text[] = [
    "global",
    `  maxconn ${maxConnections + spare}`,
    ...(hitless ? [`  mworker-max-reloads ${mostReloads}`] : []),
    "  log stdout format raw local0 notice",
    "",
    "defaults",
    "  mode http",
    "  log global",
    "  option dontlognull",
    "  option dontlog-normal",
    "  timeout connect 5s",
    "  timeout client 1m",
    "  timeout server 1m",
    "  timeout http-request 10s",
    `  timeout tunnel ${idleSeconds}s`,
    `  timeout check ${milliseconds(health.timeoutSeconds)}`,
    "  retries 2",
    "  option redispatch 1",
    // A gateway whose node is not ready did nothing with what it was asked: another one is asked.
    ...(hitless ? ["  retry-on conn-failure 503"] : []),
    "",
    "frontend rpc",
    behind?.tellsClients ? [...bind("rpc"), " accept-proxy"] : bind("rpc"),
    `  maxconn ${maxConnections}`,
    // Who a client is, a node learns from the balancer, and from nobody else.
    "  http-request del-header X-Forwarded-For",
    "  option forwardfor",
    "  default_backend nodes",
    "",
    "frontend status",
    bind("status"),
    "  acl none_ready nbsrv(nodes) lt 1",
    "  http-request use-service prometheus-exporter if { path /metrics }",
    '  http-request return status 200 content-type text/plain string "alive" if { path /live }',
    '  http-request return status 503 content-type text/plain string "no node is ready" if { path /ready } none_ready',
    '  http-request return status 200 content-type text/plain string "ready" if { path /ready }',
    "  http-request return status 404",
    "",
    "backend nodes",
    "  balance leastconn",
    "  option httpchk",
    `  http-check send meth GET uri ${backends[0].readiness.path} ver HTTP/1.1 hdr Host localhost`,
    "  http-check expect status 200",
    `  default-server check inter ${milliseconds(health.intervalSeconds)} fall ${health.fall} rise ${health.rise} on-marked-down shutdown-sessions`,
    ...backends.map(
      ({ rpc, readiness }, i) =>
        `  server node-${i} ${rpc.host}:${rpc.port} addr ${readiness.host} port ${readiness.port}`,
    ),
    "",
  ];
  return lines.flatMap((line, i) => [...(i > 0 ? ["\n"] : []), ...(typeof line === "string" ? [line] : line)]);
}

const milliseconds = (seconds: number) => `${Math.round(seconds * 1000)}ms`;
