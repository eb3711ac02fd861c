import type {
  Balancer,
  BalancerRequest,
  BoundPort,
  Disk,
  DiskRequest,
  Machine,
  MachinePort,
  MachineRequest,
  NetworkRequest,
  Placed,
  PlacedNetwork,
  PlatformDefinition,
  Workload,
  WorkloadRequest,
} from "@dinfra/port";

/** What components asked of a driver, and what it answered, in one run of the program. */
export interface Asked {
  networks: { request: NetworkRequest; made: PlacedNetwork }[];
  disks: { request: DiskRequest; made: Disk }[];
  /** `ports` and `userData` are those of the request once they have resolved, and `address` that in the network. */
  machines: { request: MachineRequest; made: Machine; ports?: MachinePort[]; userData?: string; address?: string }[];
  balancers: { request: BalancerRequest; made: Balancer }[];
  /** `workload` and `bound` are those of request and answer once they have resolved. */
  workloads: { request: WorkloadRequest; made: Placed; workload?: Workload; bound?: BoundPort[] }[];
}

export const nothingAsked = (): Asked => ({ networks: [], disks: [], machines: [], balancers: [], workloads: [] });

/** The same platform, whose driver is listened to. */
export function listenedTo(definition: PlatformDefinition, name: string, asked: () => Asked): PlatformDefinition {
  return {
    ...definition,
    name,
    open: (settings) => {
      const platform = definition.open(settings);
      const { driver } = platform;
      const network = (request: NetworkRequest, opts: Parameters<typeof driver.network>[1]) => {
        const made = driver.network(request, opts);
        asked().networks.push({ request, made });
        return made;
      };
      if (platform.shape === "workload") {
        return {
          ...platform,
          driver: {
            network,
            workload: (request, opts) => {
              const made = platform.driver.workload(request, opts);
              const one: Asked["workloads"][number] = { request, made };
              asked().workloads.push(one);
              request.workload.apply((workload) => (one.workload = workload));
              made.ports.apply((bound) => (one.bound = bound));
              return made;
            },
          },
        };
      }
      const { balancer } = platform.driver;
      return {
        ...platform,
        driver: {
          ...platform.driver,
          network,
          ...(balancer && {
            balancer: (request, opts) => {
              const made = balancer(request, opts);
              asked().balancers.push({ request, made });
              return made;
            },
          }),
          disk: (request, opts) => {
            const made = platform.driver.disk(request, opts);
            asked().disks.push({ request, made });
            return made;
          },
          machine: (request, opts) => {
            const made = platform.driver.machine(request, opts);
            const one: Asked["machines"][number] = { request, made };
            asked().machines.push(one);
            request.ports.apply((ports) => (one.ports = ports));
            request.userData.apply((userData) => (one.userData = userData));
            made.addresses.private.apply((address) => (one.address = address));
            return made;
          },
        },
      };
    },
  };
}
