import type { StandIn } from "../src/index.js";
import { asker, type Answer, type Ask } from "../src/testing/ask.js";
import { catalogueIds, goOn, publicKey } from "./scenario.js";

export interface ErrorCase {
  command: string;
  /** Name of the recorded case. */
  case: string;
  provoke(cloud: StandIn): Promise<{ ask: Ask; answer: Answer }>;
}

const nobody = "11111111-2222-3333-4444-555555555555";

type Provoke = (context: Context) => Promise<Answer>;

export interface Context {
  cloud: StandIn;
  ask: Ask;
  ids: Awaited<ReturnType<typeof catalogueIds>>;
  network: string;
  /** Parameters of a machine that can be deployed. */
  machine: Record<string, string>;
  go: (command: string, params: Record<string, string | number>) => Promise<{ id: string }>;
}

export function failing(command: string, name: string, provoke: Provoke): ErrorCase {
  return {
    command,
    case: name,
    provoke: async (cloud) => {
      const ask = asker(cloud.url, cloud.admin);
      const ids = await catalogueIds(cloud);
      const go: Context["go"] = (c, params) => goOn(cloud, c, params);
      const { id: network } = await go("createNetwork", {
        name: "iso1",
        networkofferingid: ids.isolated,
        zoneid: ids.zone,
      });
      const machine = { zoneid: ids.zone, templateid: ids.template, serviceofferingid: ids.tiny, networkids: network };
      return { ask, answer: await provoke({ cloud, ask, ids, network, machine, go }) };
    },
  };
}

/** A command with an id that is nobody's. */
export function unknownId(
  command: string,
  name = "unknown-id",
  parameter = "id",
  more: Record<string, string> = {},
): ErrorCase {
  return failing(command, name, ({ ask }) => ask(command, { [parameter]: nobody, ...more }));
}

export const errorCases: ErrorCase[] = [
  ...[
    "destroyVirtualMachine",
    "startVirtualMachine",
    "stopVirtualMachine",
    "rebootVirtualMachine",
    "updateVirtualMachine",
  ].map((c) => unknownId(c)),
  ...["listVirtualMachines", "deleteNetwork", "deleteLoadBalancerRule"].map((c) => unknownId(c)),
  unknownId("queryAsyncJobResult", "unknown-id", "jobid"),
  unknownId("listSecurityGroups", "direct-error"),
  unknownId("revokeSecurityGroupIngress", "provider-destroy-error"),
  failing("listVirtualMachines", "bad-signature", ({ cloud }) =>
    asker(cloud.url, { ...cloud.admin, secret: "other" })("listVirtualMachines"),
  ),
  failing("listVirtualMachines", "unknown-apikey", ({ cloud }) =>
    asker(cloud.url, { ...cloud.admin, apiKey: "x" })("listVirtualMachines"),
  ),
  failing("listVirtualMachines", "expired-signature", ({ ask }) =>
    ask("listVirtualMachines", { signatureversion: 3, expires: "2020-01-01T00:00:00+0000" }),
  ),
  failing("listVirtualMachines", "bad-paging", ({ ask }) => ask("listVirtualMachines", { page: "x" })),
  failing("listVirtualMachines", "pagesize-too-big", ({ ask }) =>
    ask("listVirtualMachines", { page: 1, pagesize: 100000 }),
  ),

  ...(
    [
      ["unknown-template", { templateid: nobody }],
      ["unknown-zone", { zoneid: nobody }],
      ["unknown-offering", { serviceofferingid: nobody }],
      ["unknown-network", { networkids: nobody }],
      ["malformed-id", { networkids: "not-a-uuid" }],
      ["bad-userdata", { userdata: "%%%" }],
      ["unknown-keypair", { keypairs: "nope" }],
    ] as const
  ).map(([name, change]) =>
    failing("deployVirtualMachine", name, ({ ask, machine }) => ask("deployVirtualMachine", { ...machine, ...change })),
  ),
  failing("deployVirtualMachine", "missing-param", ({ ask, machine: { templateid: _template, ...rest } }) =>
    ask("deployVirtualMachine", rest),
  ),
  failing("deployVirtualMachine", "userdata-and-userdataid", ({ ask, machine }) =>
    ask("deployVirtualMachine", { ...machine, userdata: "IyEvYmluL3NoCg==", userdataid: nobody }),
  ),
  failing("deployVirtualMachine", "duplicate-name", async ({ ask, machine, go }) => {
    await go("deployVirtualMachine", { ...machine, name: "vm2" });
    return ask("deployVirtualMachine", { ...machine, name: "vm2" });
  }),
  failing("deployVirtualMachine", "no-capacity", ({ cloud, ask, machine, ids }) => {
    cloud.cloud.settings.capacity = { cpus: 2, memory: 1024 };
    return ask("deployVirtualMachine", { ...machine, serviceofferingid: ids.xlarge });
  }),
  failing("startVirtualMachine", "after-expunge", async ({ ask, machine, go }) => {
    const { id } = await go("deployVirtualMachine", machine);
    await go("destroyVirtualMachine", { id, expunge: "true" });
    return ask("startVirtualMachine", { id });
  }),
  failing("expungeVirtualMachine", "not-destroyed", async ({ ask, machine, go }) =>
    ask("expungeVirtualMachine", { id: (await go("deployVirtualMachine", machine)).id }),
  ),
  failing("stopVirtualMachine", "as-user-not-owner", async ({ cloud, machine, go }) =>
    asker(cloud.url, cloud.user)("stopVirtualMachine", { id: (await go("deployVirtualMachine", machine)).id }),
  ),
  failing("deleteNetwork", "in-use", async ({ ask, machine, network, go }) => {
    await go("deployVirtualMachine", machine);
    return ask("deleteNetwork", { id: network });
  }),
  failing("createNetwork", "missing-offering", ({ ask, ids }) => ask("createNetwork", { name: "x", zoneid: ids.zone })),
  failing("createVPC", "bad-cidr", ({ ask, ids }) =>
    ask("createVPC", { name: "v", displaytext: "v", cidr: "10.300.0.0/16", vpcofferingid: ids.vpc, zoneid: ids.zone }),
  ),
  failing("createFirewallRule", "provider-create-error", async ({ cloud, ask, machine, network, go }) => {
    const { id } = await go("associateIpAddress", { networkid: network });
    cloud.cloud.settings.routerStart = 50;
    await ask("deployVirtualMachine", machine);
    await new Promise((resolve) => setImmediate(resolve));
    return ask("createFirewallRule", { ipaddressid: id, protocol: "tcp", startport: 80, cidrlist: "0.0.0.0/0" });
  }),
  failing("disassociateIpAddress", "direct-error", async ({ ask, network, go }) =>
    ask("disassociateIpAddress", { id: (await go("associateIpAddress", { networkid: network })).id }),
  ),
  failing("registerSSHKeyPair", "duplicate", async ({ ask, go }) => {
    await go("registerSSHKeyPair", { name: "kp2", publickey: publicKey });
    return ask("registerSSHKeyPair", { name: "kp2", publickey: publicKey });
  }),
  failing("registerSSHKeyPair", "badkey", ({ ask }) =>
    ask("registerSSHKeyPair", { name: "kp3", publickey: "not a key" }),
  ),
  failing("deleteSSHKeyPair", "unknown", ({ ask }) => ask("deleteSSHKeyPair", { name: "nope" })),
  failing("deleteAffinityGroup", "missing", async ({ ask, go }) => {
    const { id } = await go("createAffinityGroup", { name: "ag1", type: "host anti-affinity" });
    await go("deleteAffinityGroup", { id });
    return ask("deleteAffinityGroup", { id });
  }),
  failing("createAffinityGroup", "provider-replace-error", async ({ ask, go }) => {
    const group = { name: "rec-ag", type: "host anti-affinity" };
    await go("createAffinityGroup", group);
    return ask("createAffinityGroup", group);
  }),
  ...(
    [
      ["bad-algorithm", { algorithm: "zzz" }],
      ["bad-port", { publicport: 99999 }],
      ["unknown-ip", { publicipid: nobody }],
    ] as const
  ).map(([name, change]) =>
    failing("createLoadBalancerRule", name, async ({ ask, network, go }) => {
      const { id } = await go("associateIpAddress", { networkid: network });
      const rule = {
        name: "x",
        publicipid: id,
        algorithm: "roundrobin",
        publicport: 80,
        privateport: 80,
        networkid: network,
      };
      return ask("createLoadBalancerRule", { ...rule, ...change });
    }),
  ),
  failing("createLoadBalancerRule", "port-conflict", async ({ ask, network, go }) => {
    const { id } = await go("associateIpAddress", { networkid: network });
    const rule = {
      name: "x",
      publicipid: id,
      algorithm: "roundrobin",
      publicport: 80,
      privateport: 80,
      networkid: network,
    };
    await go("createLoadBalancerRule", rule);
    return ask("createLoadBalancerRule", rule);
  }),
];
