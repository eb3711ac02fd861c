import { startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import { Architecture, Exposure, resolvePlacement, type MachineDriver, type MachinePort } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { Lab } from "../machines/lab/lab.js";
import { describeOnMachines } from "../machines/lab/needs.js";
import { until } from "../world/until.js";
import { LabHypervisor } from "./hypervisor.js";
import { openStack, type TestStack } from "./stack.js";

jest.setTimeout(600_000);

/** Formats its data disk by the stable name if it is blank, counts its boots there, and serves what lies on it. */
const userData = `#!/bin/sh
set -e
for i in $(seq 60); do disk=$(ls /dev/disk/by-id/virtio-* 2>/dev/null | head -n 1); [ -n "$disk" ] && break; sleep 1; done
blkid "$disk" || mkfs.ext4 -q "$disk"
mkdir -p /data && mount "$disk" /data
echo "$disk" >> /data/boots
sync # a rebuild takes the machine away as a power cut does
systemd-run --unit=serve python3 -m http.server 8080 --directory /data
`;

describeOnMachines("a machine of the stand-in that boots", () => {
  let lab: Lab;
  let hypervisor: LabHypervisor;
  let cloud: StandIn;
  let stack: TestStack;

  beforeAll(async () => {
    lab = await Lab.open();
    hypervisor = new LabHypervisor(lab);
    cloud = await startStandIn({ hypervisor, publicRange: { first: "127.88.0.1", count: 8 } });
    process.env.DINFRA_TEST_BOOT_KEY = cloud.admin.apiKey;
    process.env.DINFRA_TEST_BOOT_SECRET = cloud.admin.secret;
  });
  afterAll(async () => {
    stack?.close();
    await hypervisor.close();
    await cloud.close();
    await lab.close();
  });

  const program = (rebuild: number) => async () => {
    const place = resolvePlacement({
      custom: {
        name: "cloudstack",
        settings: {
          apiUrl: cloud.url,
          apiKey: { env: "DINFRA_TEST_BOOT_KEY" },
          secretKey: { env: "DINFRA_TEST_BOOT_SECRET" },
          zone: "zone-1",
          template: "debian-12",
          sizes: [{ name: "small", cpu: 1000, memory: 512 }],
          cidr: "10.214.77.0/24",
        },
      },
    });
    const driver = place.platform.driver as MachineDriver;
    const identity = { owner: place.owner, index: 0 };
    const net = driver.network({ ...identity, logicalName: "net", role: "net", size: 1 }, {});
    const sizeGib = pulumi.output(1);
    const data = { ...identity, logicalName: "data", role: "node/data", volume: "data" };
    const machine = driver.machine(
      {
        ...identity,
        logicalName: "machine",
        role: "node/machine",
        network: net.attachment,
        architecture: Architecture.Amd64,
        resources: pulumi.output({ cpu: 500, memory: 256 }),
        bootDisk: { sizeGib: 4 },
        loginKeys: pulumi.output([]),
        tags: {},
        userData: pulumi.output(userData),
        disks: [driver.disk({ ...data, sizeGib, protectData: false }, {})],
        ports: pulumi.output<MachinePort[]>([
          { name: "web", number: 8080, protocol: "tcp", exposure: Exposure.World, ranges: ["0.0.0.0/0"] },
        ]),
        rebuild,
      },
      {},
    );
    return { address: machine.addresses.public, devices: machine.devices };
  };

  /** What the machine serves at its public address, once it does. */
  const served = (address: unknown, lines: number) =>
    until(
      () => fetch(`http://${address as string}:8080/boots`).then((r) => r.text()).catch(() => ""), // prettier-ignore
      (text) => text.trim().split("\n").length >= lines && text !== "",
      180_000,
      500,
    );

  test("answers at its public address, keeps its disk over a rebuild, and leaves nothing", async () => {
    stack = await openStack(cloud, program(0));
    const first = await stack.up();
    const device = (first.outputs.devices as { data: string }).data;
    expect((await served(first.outputs.address, 1)).trim()).toBe(device);

    const second = await stack.up(program(1));
    expect(second.outputs.address).toBe(first.outputs.address);
    // Written by the first machine, and by the second one below it.
    expect((await served(second.outputs.address, 2)).trim()).toBe(`${device}\n${device}`);

    await stack.destroy();
    expect(hypervisor.machines.size).toBe(0);
    expect(cloud.cloud.volumes.table.all()).toEqual([]);
    await expect(fetch(`http://${first.outputs.address as string}:8080/boots`)).rejects.toThrow();
  });
});
