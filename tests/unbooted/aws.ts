import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAwsStandIn, type AwsStandIn, type Thing } from "@dinfra/aws-stand-in";
import { Agents, type CloudMachine } from "./agents.js";

/** The stand-in for AWS, with machines that answer SSH as agents do, at addresses of this machine's own. */
export interface UnbootedAws {
  readonly standIn: AwsStandIn;
  readonly agents: Agents;
  /** Port on 127.0.0.1 of a machine that SSH goes through. */
  readonly jumpPort: number;
  close(): Promise<void>;
}

export async function openUnbootedAws(): Promise<UnbootedAws> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-unbooted-"));
  const standIn = await startAwsStandIn();
  const { cloud } = standIn;
  const agents = new Agents(folder, (address) => {
    const card = cloud.all("NetworkInterface").find(({ values }) => values.privateIp === address);
    const machine = cloud.all("Instance").find((instance) => cardOf(instance) === card?.id);
    return card && machine && { id: machine.id, disks: disksOf(standIn, machine) };
  });
  // One of its own for each run, because several may run on this machine.
  cloud.publicPrefix = `127.${randomInt(100, 200)}`;
  cloud.made = async ({ type, values }) => {
    if (!type.endsWith(":Eip")) return;
    const { publicIp } = values;
    const card = () => cloud.all("Eip").find((e) => e.values.publicIp === publicIp)?.values.networkInterface;
    await agents.reachedAt(String(publicIp), () => cloud.things.get(String(card()))?.values.privateIp as string);
  };
  const jumpPort = await agents.jumpHost();
  return {
    ...{ standIn, agents, jumpPort },
    close: async () => {
      await agents.close();
      standIn.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const cardOf = ({ values }: Thing) =>
  (values.primaryNetworkInterface as { networkInterfaceId?: string } | undefined)?.networkInterfaceId;

function disksOf({ cloud }: AwsStandIn, machine: Thing): CloudMachine["disks"] {
  return cloud
    .all("VolumeAttachment")
    .filter(({ values }) => values.instanceId === machine.id)
    .map(({ values }) => ({
      id: String(values.volumeId),
      gib: Number(cloud.things.get(String(values.volumeId))?.values.size),
    }));
}
