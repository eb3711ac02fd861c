/** @integration */
import { ApiError } from "@dinfra/aws-stand-in";
import { awsOn } from "@dinfra/aws-stand-in/dist/platform.js";
import { endpointOf } from "./endpoint.js";
import { settings } from "./node.js";
import { awsWorld } from "./world.js";

jest.setTimeout(300_000);

const world = awsWorld("endpoint");
const { all, the, leavesNothing } = world;
const unchanged = { same: expect.any(Number) as number };
/** Machines that the balancer sends clients to. */
const targets = () => all("TargetGroupAttachment").map(({ values }) => values.targetId);
const machines = () => all("Instance").map(({ id }) => id);
const balancerAddresses = () => all("Eip").filter(({ values }) => values.networkInterface === undefined);

test("a balancer before two nodes: by HTTP, by reference, with addresses of its own; unchanged, in place, and nothing left", async () => {
  const { outputs } = await world.stack.up(endpointOf(["a", "b"]));
  const balancer = the("LoadBalancer");
  const group = the("TargetGroup");
  expect(outputs.endpoint).toBe(`ws://${String(balancer.values.dnsName)}:9944`);
  expect(new Set(outputs.addresses as string[])).toEqual(new Set(balancerAddresses().map((a) => a.values.publicIp)));
  expect(outputs.addresses).toHaveLength(2);
  expect(outputs.physicalName).toBe(balancer.values.name);
  for (const { values } of [balancer, group]) expect(String(values.name).length).toBeLessThanOrEqual(32);
  expect(group.values).toMatchObject({
    ...{ protocol: "TCP", targetType: "instance", preserveClientIp: "false", deregistrationDelay: 300 },
    healthCheck: { protocol: "HTTP", port: "9944", path: "/health/readiness", matcher: "200", interval: 5 },
    targetHealthStates: [{ enableUnhealthyConnectionTermination: true }],
  });
  expect(the("Listener").values).toMatchObject({ port: 9944, tcpIdleTimeoutSeconds: 3600 });
  expect(new Set(targets())).toEqual(new Set(machines()));

  // The machines let the network's own group in, and the balancer is a member of it.
  const inside = all("SecurityGroup").find((g) => g.values.description === "machines of one owner's network")!.id;
  expect(balancer.values.securityGroups).toContain(inside);
  const open = all("SecurityGroup").filter((g) => g.values.description === "one machine");
  for (const { values } of open)
    expect(values.ingress).toContainEqual(
      expect.objectContaining({ fromPort: 9944, securityGroups: [inside], cidrBlocks: ["10.0.0.0/16"] }),
    );
  const front = all("SecurityGroup").find((g) => g.values.description === "one balancer")!;
  expect(front.values.ingress).toEqual([
    expect.objectContaining({ fromPort: 9944, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }),
  ]);

  // An observer sees all that has a mark.
  const { observer } = awsOn(world.standIn.cloud).open(settings);
  const seen = [...(await observer.snapshot()).owned.values()].flat();
  expect(seen.map(({ type }) => type.split(":").at(-1))).toEqual(
    expect.arrayContaining(["LoadBalancer", "TargetGroup", "Listener", "Eip"]),
  );

  expect(await world.stack.refreshed(endpointOf(["a", "b"]))).toEqual(unchanged);
  const wish = { healthChecks: { intervalSeconds: 10, fall: 3 }, idleSeconds: 600, drainSeconds: 60 };
  const { changes } = await world.stack.up(endpointOf(["a", "b"], wish));
  expect(changes).toEqual({ ...unchanged, update: 2 });
  expect(the("TargetGroup").values).toMatchObject({ healthCheck: { interval: 10, unhealthyThreshold: 3 } });
  expect(the("Listener").values.tcpIdleTimeoutSeconds).toBe(600);
  await leavesNothing();
});

test("nodes come and go, and no other one leaves the balancer; a machine that is made anew takes its place", async () => {
  await world.stack.up(endpointOf(["a", "b", "c"]));
  const before = targets();
  world.standIn.cloud.events.length = 0;
  await world.stack.up(endpointOf(["a", "c", "d"]));
  expect(targets()).toHaveLength(3);
  expect(before.filter((id) => targets().includes(id))).toHaveLength(2);
  const said = (word: string) => world.standIn.cloud.events.filter((event) => event.startsWith(`${word} `));
  expect([said("register").length, said("deregister").length]).toEqual([1, 1]);
  // It leaves before its machine does.
  const [left] = said("deregister");
  expect(world.standIn.cloud.events.indexOf(left!)).toBeLessThan(
    world.standIn.cloud.events.indexOf(left!.replace("deregister", "terminate")),
  );

  const addresses = balancerAddresses().map(({ id }) => id);
  await world.stack.up(endpointOf(["a", "c", "d"], {}, { rebuild: 1 }));
  expect(new Set(targets())).toEqual(new Set(machines()));
  expect(balancerAddresses().map(({ id }) => id)).toEqual(addresses);
  expect(await world.stack.refreshed(endpointOf(["a", "c", "d"], {}, { rebuild: 1 }))).toEqual(unchanged);
  await leavesNothing();
});

test("what others changed is put back; another zone is added in place; a zone less is another balancer with the same addresses", async () => {
  const zones = (...names: string[]) => ({ aws: { zones: names.map((letter) => `eu-central-1${letter}`) } });
  await world.stack.up(endpointOf(["a"], {}, zones("a", "b")));
  const [balancer, kept] = [the("LoadBalancer").id, balancerAddresses().map(({ id }) => id)];
  (the("TargetGroup").values.healthCheck as { path: string }).path = "/";
  world.standIn.cloud.things.delete(the("TargetGroupAttachment").id);
  world.standIn.cloud.things.delete(the("Listener").id);
  expect(await world.stack.refreshed(endpointOf(["a"], {}, zones("a", "b")))).toMatchObject({ create: 2, update: 1 });
  expect((the("TargetGroup").values.healthCheck as { path: string }).path).toBe("/health/readiness");
  expect(targets()).toEqual(machines());

  await world.stack.up(endpointOf(["a"], {}, zones("a", "b", "c")));
  expect(the("LoadBalancer").id).toBe(balancer);
  expect(balancerAddresses()).toHaveLength(3);

  await world.stack.up(endpointOf(["a"], {}, zones("a", "b")));
  expect(the("LoadBalancer").id).not.toBe(balancer);
  expect(balancerAddresses().map(({ id }) => id)).toEqual(kept);
  expect(targets()).toEqual(machines());
  expect(await world.stack.refreshed(endpointOf(["a"], {}, zones("a", "b")))).toEqual(unchanged);
  await leavesNothing();
});

test("a balancer that AWS refuses fails the update, and the next one goes on from there", async () => {
  world.standIn.faults.fail("create", "LoadBalancer", new ApiError("TooManyLoadBalancers", "the limit is reached"));
  await expect(world.stack.up(endpointOf(["a"]))).rejects.toThrow(/TooManyLoadBalancers/);
  const network = the("Vpc").id;
  await world.stack.up(endpointOf(["a"]));
  expect([the("Vpc").id, targets()]).toEqual([network, machines()]);
  await leavesNothing();
});
