import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { off, startStandIn, type Forwarding, type StandIn } from "@dinfra/cloudstack-stand-in";
import { Agents } from "./agents.js";

/** The stand-in for CloudStack, with machines that answer SSH as agents do, at addresses of this machine's own. */
export interface UnbootedCloudStack {
  readonly cloud: StandIn;
  readonly agents: Agents;
  /** Port on 127.0.0.1 of a machine that SSH goes through. */
  readonly jumpPort: number;
  close(): Promise<void>;
}

/** Ports of a machine that answer: SSH, and the peers of a node. */
const answering = new Set([22, 30333]);

export async function openUnbootedCloudStack(): Promise<UnbootedCloudStack> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-unbooted-"));
  const open = new Map<string, Forwarding>();
  const forward = async (ways: Forwarding[]) => {
    const wanted = new Map(ways.filter((way) => answering.has(way.port)).map((way) => [keyOf(way), way]));
    for (const [key, { publicAddress, publicPort }] of open) {
      if (wanted.has(key)) continue;
      open.delete(key);
      await agents.notReachedAt(publicAddress, publicPort);
    }
    for (const [key, way] of wanted) {
      if (open.has(key)) continue;
      open.set(key, way);
      await agents.reachedAt(way.publicAddress, () => way.address, way.publicPort);
    }
  };
  // One of its own for each run, because several may run on this machine.
  const first = `127.${randomInt(100, 200)}.${randomInt(256)}.1`;
  const cloud = await startStandIn({ hypervisor: { ...off, forward }, publicRange: { first, count: 40 } });
  const agents = new Agents(folder, (address) => {
    const machine = cloud.cloud.machines.table.all().find(({ ipAddress }) => ipAddress === address);
    if (!machine) return undefined;
    const disks = cloud.cloud.volumes.table.where((v) => v.machine === machine && v.type === "DATADISK");
    return { id: machine.id, disks: disks.map(({ id, size }) => ({ id, gib: size / 2 ** 30 })) };
  });
  const jumpPort = await agents.jumpHost();
  return {
    ...{ cloud, agents, jumpPort },
    close: async () => {
      await cloud.close();
      await agents.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const keyOf = ({ publicAddress, publicPort, address }: Forwarding) => `${publicAddress}:${publicPort} ${address}`;
