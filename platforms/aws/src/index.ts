import type { MachinePlatform, PlatformDefinition } from "@dinfra/port";
import { address } from "./driver/address.js";
import { balancer } from "./driver/balancer.js";
import { devicePattern, disk } from "./driver/disk.js";
import { group } from "./driver/group.js";
import { machine } from "./driver/machine.js";
import { notice } from "./driver/notice.js";
import { network } from "./driver/network.js";
import { requireZones } from "./driver/zones.js";
import { evidence } from "./evidence.js";
import { engine } from "./engine.js";
import { awsObserver } from "./observer/observer.js";
import { settingsSchema, type AwsSettings } from "./settings.js";

export type { AwsSettings } from "./settings.js";

/** Machines of Amazon EC2, through Pulumi's own provider for AWS. */
export const platform: PlatformDefinition<AwsSettings> = {
  name: "aws",
  settingsSchema,
  evidence,
  engine,
  open: (settings): MachinePlatform => {
    requireZones(settings);
    return {
      shape: "machine",
      guarded: {
        "aws:ebs/volume:Volume": "disk",
        "aws:ec2/eip:Eip": "address",
        "aws:ec2/instance:Instance": "machine",
      },
      driver: {
        network: (request, opts) => network(settings, request, opts),
        disk: (request) => disk(request),
        machine: (request, opts) => machine(settings, request, opts),
        group: (request, opts) => group(settings, request, opts),
        address: (request, opts) => address(settings, request, opts),
        balancer: (request, opts) => balancer(settings, request, opts),
      },
      balancerZones: settings.zones,
      groupZones: settings.zones?.length ?? 1,
      groupNotice: notice,
      groupDisk: { pattern: devicePattern },
      observer: awsObserver(settings),
      capabilities: {
        network: true,
        existingNetwork: true,
        sharedNetwork: true,
        workload: { lacks: "it has machines; a workload gets one of its own" },
        machine: true,
        disk: true,
        diskGrowth: true,
        snapshotRestore: true,
        reservedPeers: true,
        mountedSecrets: { lacks: "a secret is sealed to a machine; say in which file or variable it lies" },
        login: true,
        address: true,
        balancer: true,
        balancerHealth: true,
        machineGroup: true,
        groupDrain: true,
        groupWarmPool: true,
        groupDiskSnapshot: true,
        scaleOnCpu: true,
        scaleOnMemory: { lacks: "EC2 does not measure it from outside of a machine; take the signal cpu" },
        scaleOnNetworkIn: true,
        scaleOnNetworkOut: true,
        scaleOnConnections: { lacks: "a group has no balancer of its own; take the signal network-out" },
      },
    };
  },
};
