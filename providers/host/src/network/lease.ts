import { HostError } from "../errors.js";
import { layoutOf, makeLayout } from "../layout.js";
import { withLock } from "../lock.js";
import type { ProcessRecord } from "../process/record.js";
import { listRecords, readRecord, writeRecord } from "../records.js";
import { bindProblem } from "./bindable.js";
import { lockKey, lockMs, type NetworkRecord } from "./reserve.js";

/** Ports of a network by the names that one workload gives them. */
export type Numbers = Record<string, number>;

export interface WantedPorts {
  root: string;
  name: string;
  owner: string;
  network: string;
  ports: string[];
}

/**
 * Ports of the workload `name` that are known already, without asking for any: those of its lease, else those that a process
 * of that name was started with (by a version that had no leases). Undefined unless they are exactly the wanted ones.
 */
export function knownPorts(wanted: WantedPorts): Numbers | undefined {
  const layout = layoutOf(wanted.root);
  const network = readRecord<NetworkRecord>(layout, "networks", wanted.network);
  if (!network || network.owner !== wanted.owner) return undefined;
  return knownIn(network, listRecords<ProcessRecord>(layout, "processes"), wanted);
}

function knownIn(network: NetworkRecord, processes: ProcessRecord[], wanted: WantedPorts): Numbers | undefined {
  const leased = network.leases?.[wanted.name];
  const running = processes.find((p) => p.name === wanted.name && p.owner === wanted.owner);
  const known = leased ?? (running && portsOf(running, network));
  if (!known) return undefined;
  const fits = wanted.ports.every((port) => known[port] !== undefined && within(network, known[port]));
  return fits ? Object.fromEntries(wanted.ports.map((port) => [port, known[port] as number])) : undefined;
}

const within = ({ firstPort, lastPort }: NetworkRecord, port: number) => port >= firstPort && port <= lastPort;

function portsOf({ inputs }: ProcessRecord, { address }: NetworkRecord): Numbers {
  const ports = (inputs.ports ?? []) as { name: string; address: string; port: number }[];
  return Object.fromEntries(ports.filter((p) => p.address === address).map((p) => [p.name, p.port]));
}

/**
 * Takes ports for a workload, or gives what its name has already. Ports that another lease has, that a process of the
 * machine was started with, or that something listens on, are passed over.
 */
export async function leasePorts(wanted: WantedPorts): Promise<Numbers> {
  const layout = makeLayout(wanted.root);
  return withLock(layout, lockKey, lockMs, async () => {
    const network = readRecord<NetworkRecord>(layout, "networks", wanted.network);
    if (!network || network.owner !== wanted.owner) {
      throw new HostError(
        "no-such-network",
        `ports of ${wanted.name}: expected the network ${wanted.network} of ${wanted.owner}, found ` +
          `${network ? `one of ${network.owner}` : "none"}: make it first, and give its name`,
      );
    }
    const processes = listRecords<ProcessRecord>(layout, "processes");
    const known = knownIn(network, processes, wanted);
    const numbers = known ?? (await freePorts(network, processes, wanted));
    writeRecord(layout, "networks", network.name, {
      ...network,
      leases: { ...network.leases, [wanted.name]: numbers },
    });
    return numbers;
  });
}

async function freePorts(network: NetworkRecord, processes: ProcessRecord[], wanted: WantedPorts): Promise<Numbers> {
  const leases = Object.entries(network.leases ?? {}).filter(([name]) => name !== wanted.name);
  // A workload may have more processes than the one that bears its name, and they use its own ports.
  const own = new Set(Object.values(network.leases?.[wanted.name] ?? {}));
  const others = processes.filter(({ name }) => name !== wanted.name);
  const taken = new Set([
    ...leases.flatMap(([, numbers]) => Object.values(numbers)),
    ...others.flatMap((one) => Object.values(portsOf(one, network))).filter((port) => !own.has(port)),
  ]);
  // What the workload has of its ports it keeps, when only one more is asked for.
  const running = processes.find(({ name }) => name === wanted.name);
  const kept = network.leases?.[wanted.name] ?? (running ? portsOf(running, network) : {});
  const numbers: Numbers = {};
  for (const port of wanted.ports) {
    const before = kept[port];
    if (before === undefined || taken.has(before) || !within(network, before)) continue;
    numbers[port] = before;
    taken.add(before);
  }
  for (const port of wanted.ports) {
    if (numbers[port] !== undefined) continue;
    numbers[port] = await nextFree(network, taken, wanted);
    taken.add(numbers[port]);
  }
  return numbers;
}

async function nextFree(network: NetworkRecord, taken: Set<number>, wanted: WantedPorts): Promise<number> {
  for (let port = network.firstPort; port <= network.lastPort; port++) {
    if (!taken.has(port) && (await bindProblem(network.address, port)) === undefined) return port;
  }
  throw new HostError(
    "no-free-port",
    `network ${network.name} has ports ${network.firstPort} to ${network.lastPort}: expected ${wanted.ports.length} free ` +
      `ones for ${wanted.name}, found fewer; give the network a larger size`,
  );
}

/** Gives the ports back; nothing is done where they, or their network, are gone. */
export async function releasePorts(root: string, network: string, name: string): Promise<void> {
  const layout = makeLayout(root);
  await withLock(layout, lockKey, lockMs, async () => {
    const record = readRecord<NetworkRecord>(layout, "networks", network);
    if (!record?.leases?.[name]) return;
    const leases = Object.fromEntries(Object.entries(record.leases).filter(([of]) => of !== name));
    writeRecord(layout, "networks", network, { ...record, leases });
  });
}
