import { nameTag, openPorts, type OpenPort, type Port, type Workload } from "@dinfra/port";

/** ServiceSpec, core/v1, as far as we write it. */
export interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  publishNotReadyAddresses?: boolean;
  externalTrafficPolicy?: string;
  selector: Record<string, string>;
  ports: { name: string; port: number; targetPort: number; protocol: string }[];
}

const portOf = ({ name, number, protocol }: Pick<Port, "name" | "number" | "protocol">) => ({
  ...{ name, port: number, targetPort: number, protocol: protocol.toUpperCase() },
});
const selector = (name: string) => ({ [nameTag]: name });

/** Names each pod. Peers must reach a node while it syncs, when it is not ready. */
export const headlessService = (workload: Workload, name: string, healthPort?: number): ServiceSpec => ({
  ...{ clusterIP: "None", publishNotReadyAddresses: true, selector: selector(name) },
  ports: [...openPorts(workload), ...healthOf(healthPort)].map(portOf),
});

const healthOf = (number: number | undefined) =>
  number === undefined ? [] : [{ name: "health", number, protocol: "tcp" as const }];

/** What clients connect to: pods that are ready alone. */
export function clientService(workload: Workload, name: string, healthPort?: number): ServiceSpec {
  const open = openPorts(workload).filter(isForClients);
  const ports = [...open, ...healthOf(healthPort)];
  // A service has a port at least; this one is let in by no policy.
  return {
    type: "ClusterIP",
    selector: selector(name),
    ports: (ports.length > 0 ? ports : workload.ports.slice(0, 1)).map(portOf),
  };
}

/** Whether a port is reached by the client service. What is scraped is asked of pods that are not ready, too. */
export const isForClients = ({ scheme }: Port): boolean => scheme !== undefined;

/** Ports that peers outside of the cluster connect to. */
export const peerPorts = (workload: Workload): OpenPort[] =>
  openPorts(workload).filter(({ scheme, metrics }) => scheme === undefined && metrics === undefined);

/** The way to a node's peers ports from outside of the cluster, with the addresses that peers have. */
export function peersService(workload: Workload, name: string, kind: string): ServiceSpec {
  const ports = peerPorts(workload).map(portOf);
  // What has no peers, such as a proxy, has a service that leads nowhere: only one that is headless may be without a port.
  if (ports.length === 0) return { clusterIP: "None", selector: selector(name), ports };
  return {
    type: kind === "load-balancer" ? "LoadBalancer" : "NodePort",
    externalTrafficPolicy: "Local",
    publishNotReadyAddresses: true,
    selector: selector(name),
    ports,
  };
}
