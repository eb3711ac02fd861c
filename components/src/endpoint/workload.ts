import { Exposure, type Outline, type Port, type Program, type Workload } from "@dinfra/port";
import { haproxyConfig, reloads, type BalancerSpec } from "./haproxy.js";

const tcp = { protocol: "tcp" } as const;

const metrics = { path: "/metrics", job: "haproxy" };

export const balancerPorts: Port[] = [
  { name: "rpc", number: 9944, ...tcp, scheme: "ws", exposure: Exposure.World },
  { name: "status", number: 8404, ...tcp, scheme: "http", metrics, exposure: Exposure.Operators },
];

/** Behind a balancer of the platform, nobody else is let in: who came by himself could say that he is another. */
const portsOf = ({ behind }: BalancerSpec): Port[] =>
  balancerPorts.map((port) => (behind && port.name === "rpc" ? { ...port, exposure: Exposure.Gateway } : port));

const file = "haproxy.cfg";
const service = "proxy";

/** What a balancer consists of. */
export const balancerOutline: Outline = {
  volumes: [],
  services: [service],
  ports: balancerPorts.map((p) => p.name),
  files: [{ service, file }],
  world: ["rpc"],
};

/** The same behind a balancer of the platform, whose way in that is. */
export const outlineBehind: Outline = { ...balancerOutline, world: [] };

export interface BalancerWorkloadSpec extends BalancerSpec {
  physicalName: string;
  program: Program;
  resources: { cpu: number; memory: number };
}

/** The workload of a balancer: HAProxy, which keeps nothing. */
export function balancerWorkload(spec: BalancerWorkloadSpec): Workload {
  const hitless = reloads(spec.backends);
  const ask = (path: string) => ({ kind: "http", port: "status", path, timeoutSeconds: 2 }) as const;
  return {
    name: spec.physicalName,
    volumes: [],
    steps: [],
    services: [
      {
        name: service,
        program: spec.program,
        // A master beside the process that serves takes a new configuration on.
        args: [...(hitless ? ["-W"] : []), "-db", "-f", [{ ref: "file", file }]],
        ...(hitless ? { reload: { signal: "SIGUSR2" as const } } : {}),
        files: [{ name: file, content: haproxyConfig(spec), mode: "0644" }],
        secrets: [],
        stop: { signal: "SIGTERM", graceSeconds: 10 },
        probes: {
          started: { ...ask("/live"), periodSeconds: 1, failureThreshold: 30 },
          ready: { ...ask("/ready"), periodSeconds: 2, failureThreshold: 2 },
          alive: { ...ask("/live"), periodSeconds: 10, failureThreshold: 3 },
        },
        resources: spec.resources,
      },
    ],
    ports: portsOf(spec),
  };
}
