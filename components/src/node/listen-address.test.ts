/** @integration */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { Reach, renderCloudInit, renderStatefulSet } from "@dinfra/port";
import { parse, parseAllDocuments } from "yaml";
import { node } from "../testing/node-specs.js";
import { NodeRole } from "./axes.js";
import { substrateNodeWorkload } from "./workload.js";

// What a rendered node is told to listen on is listened on for real, as libp2p does: each address has a socket of its own,
// and one of IPv6 takes IPv6 alone.
const roles = Object.values(NodeRole).map((role) => [
  role,
  role === NodeRole.Collator ? { chain: "asset-hub-polkadot", relay: { chain: "polkadot" } } : {},
]) as [NodeRole, object][];

/** Words after each --listen-addr. */
const listenAddresses = (args: string[]) => args.flatMap((word, i) => (args[i - 1] === "--listen-addr" ? [word] : []));

function inPod(role: NodeRole, change: object): string[] {
  const text = renderStatefulSet(substrateNodeWorkload(node({ role, ...change, reach: Reach.Network })));
  const set = parseAllDocuments(text)[0]!.toJS() as {
    spec: { template: { spec: { containers: { args: string[] }[] } } };
  };
  return set.spec.template.spec.containers[0]!.args;
}

function bySystemd(role: NodeRole, change: object): string[] {
  const workload = substrateNodeWorkload(node({ role, ...change, reach: Reach.Network }));
  const { write_files: files } = parse(renderCloudInit(workload, { devices: { data: "/dev/disk/by-id/d" } })) as {
    write_files: { path: string; content: string }[];
  };
  const unit = files.find((file) => file.path.endsWith("/dinfra-node.service"))!.content;
  return /^ExecStart=(.*)$/m.exec(unit)![1]!.split(" ");
}

interface Listen {
  host: string;
  port: number;
  family: 4 | 6;
}

/** Of a multiaddr of TCP or WebSocket; throws on any other text. */
function parseMultiaddr(text: string): Listen {
  const [, protocol, host, port] = /^\/(ip4|ip6)\/([0-9a-f.:]+)\/tcp\/([0-9]{1,5})(?:\/ws)?$/.exec(text) ?? [];
  if (protocol === undefined) throw new Error(`expected /ip4 or /ip6, an address, /tcp and a port, found ${text}`);
  return { host: host!, port: Number(port), family: protocol === "ip4" ? 4 : 6 };
}

async function listen({ host, family }: Listen, port: number): Promise<Server> {
  const server = createServer((socket) => socket.end());
  server.listen({ host, port, ipv6Only: family === 6 });
  await once(server, "listening");
  return server;
}

/** All of them on one port that is free for each. */
async function listenTogether([first, ...others]: Listen[]): Promise<{ port: number; servers: Server[] }> {
  for (;;) {
    const servers = [await listen(first!, 0)];
    const { port } = servers[0]!.address() as AddressInfo;
    try {
      for (const other of others) servers.push(await listen(other, port));
      return { port, servers };
    } catch (error) {
      for (const server of servers) server.close();
      // Somebody else's on that family alone.
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || (await isOurs(others, port))) throw error;
    }
  }
}

/** Whether it is the first of ours that is in the way of another: no other port would do. */
async function isOurs(others: Listen[], port: number): Promise<boolean> {
  for (const other of others) {
    const alone = await listen(other, port).catch(() => null);
    if (alone === null) return false;
    alone.close();
  }
  return true;
}

async function answers(host: string, port: number): Promise<void> {
  const socket = connect(port, host);
  await once(socket, "connect");
  socket.destroy();
}

describe.each<[string, typeof inPod]>([
  ["a pod", inPod],
  ["a machine", bySystemd],
])("in %s", (_where, render) => {
  test.each(roles)("%s is reached by its peers over IPv4 and IPv6, on each of its ports", async (role, change) => {
    const byPort = Map.groupBy(listenAddresses(render(role, change)).map(parseMultiaddr), ({ port }) => port);
    expect(byPort.size).toBeGreaterThan(0);
    for (const addresses of byPort.values()) {
      expect(addresses.map(({ family }) => family)).toEqual([4, 6]);
      const { port, servers } = await listenTogether(addresses);
      try {
        await answers("127.0.0.1", port);
        await answers("::1", port);
      } finally {
        for (const server of servers) server.close();
      }
    }
  });
});
