import { once } from "node:events";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { Reach, renderStatefulSet } from "@dinfra/port";
import { parseAllDocuments } from "yaml";
import { node } from "../testing/node-specs.js";
import { NodeRole } from "./axes.js";
import { substrateNodeWorkload } from "./workload.js";

// Each role's probes, asked as a kubelet asks, of a server that lets in whom a node with the same
// flags lets in.

interface Container {
  args: string[];
  ports: { name: string; containerPort: number }[];
  startupProbe: KubeletProbe;
  readinessProbe: KubeletProbe;
  livenessProbe: KubeletProbe;
}
interface KubeletProbe {
  httpGet: { path: string; port: string; httpHeaders?: { name: string; value: string }[] };
}

const roles: [NodeRole, Partial<Parameters<typeof node>[0]>][] = Object.values(NodeRole).map((role) => [
  role,
  role === NodeRole.Collator ? { chain: "asset-hub-polkadot", relay: { chain: "polkadot" } } : {},
]);

function containerOf(role: NodeRole, change: object): Container {
  const text = renderStatefulSet(substrateNodeWorkload(node({ role, ...change, reach: Reach.Network })));
  const set = parseAllDocuments(text)[0]!.toJS() as { spec: { template: { spec: { containers: Container[] } } } };
  return set.spec.template.spec.containers[0]!;
}

/** The node's own part of its command line; what comes after is the relay chain node's. */
const own = ({ args }: Container) => (args.includes("--") ? args.slice(0, args.indexOf("--")) : args);
const valueOf = (args: string[], flag: string) => args[args.indexOf(flag) + 1]!;

/**
 * Whether a node with these flags answers another machine: only where it was made external, and RPC,
 * unless for every origin, only under the names localhost and 127.0.0.1.
 * Source: polkadot-sdk, sc-rpc-server (`host_filtering`) and substrate-prometheus-endpoint.
 */
function letsIn(args: string[], port: number, host: string | undefined): boolean {
  if (port === Number(valueOf(args, "--prometheus-port"))) return args.includes("--prometheus-external");
  const rpc = valueOf(args, "--rpc-port");
  if (port !== Number(rpc) || !args.includes("--rpc-external")) return false;
  return valueOf(args, "--rpc-cors") === "all" || [`localhost:${rpc}`, `127.0.0.1:${rpc}`].includes(host ?? "");
}

/** Status of a probe that a kubelet makes of the pod; `headers` are those that the probe names. */
async function ask(container: Container, { httpGet }: KubeletProbe, headers = httpGet.httpHeaders): Promise<number> {
  const port = container.ports.find(({ name }) => name === httpGet.port)!.containerPort;
  const server = createServer((request, response) => {
    response.writeHead(letsIn(own(container), port, request.headers.host) ? 200 : 403).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const request = get({
      host: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
      path: httpGet.path,
      agent: false,
      headers: { host: `10.1.2.3:${port}`, ...Object.fromEntries(headers?.map((h) => [h.name, h.value]) ?? []) },
    });
    const [response] = (await once(request, "response")) as [{ statusCode: number; resume(): void }];
    response.resume();
    return response.statusCode;
  } finally {
    server.close();
  }
}

describe.each(roles)("%s", (role, change) => {
  test.each(["startupProbe", "readinessProbe", "livenessProbe"] as const)("%s gets an answer", async (name) => {
    const container = containerOf(role, change);
    expect(await ask(container, container[name])).toBe(200);
  });
});

test("by the pod's address alone a node that is not for browsers answers nobody", async () => {
  const container = containerOf(NodeRole.Archive, {});
  expect(await ask(container, container.readinessProbe, [])).toBe(403);
});
