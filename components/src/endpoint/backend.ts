import { invalidArgument } from "@dinfra/port";

/** A node as its balancer sees it. Addresses are names, IPv4 addresses, or IPv6 addresses in brackets. */
export interface Backend {
  /** Where JSON-RPC is answered, over HTTP and WebSocket. */
  rpc: HostAndPort;
  /** Where its readiness is asked, by GET: 200 is ready. */
  readiness: HostAndPort & { path: string };
  /** Whether it sends its clients away by itself when it is not ready. */
  gateway: boolean;
}

export interface HostAndPort {
  host: string;
  port: number;
}

/** A node as it is given to an endpoint. */
export interface NodeUrls {
  endpoint: string;
  readiness: string;
  gateway?: boolean;
}

// A configuration is text: nothing that would end a word in it gets there.
const host = /^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\])$/;
const pathOf = /^\/[A-Za-z0-9/._~-]*$/;

/**
 * Reads the URLs of an endpoint's nodes.
 * @throws ComponentError `InvalidArgument` for none, one twice, and one that no balancer can ask
 */
export function backendsOf(nodes: readonly NodeUrls[]): [Backend, ...Backend[]] {
  const backends = nodes.map(({ endpoint, readiness, gateway = false }, i): Backend => {
    const asked = urlOf(
      `nodes[${i}].readiness`,
      readiness,
      ["http:"],
      "an http:// URL that answers 200 while it is ready",
    );
    if (!pathOf.test(asked.pathname) || asked.search)
      throw invalidArgument(`nodes[${i}].readiness`, "a path of letters, digits and / . _ ~ - alone", readiness);
    const rpc = urlOf(`nodes[${i}].endpoint`, endpoint, ["ws:", "http:"], "a ws:// or http:// URL of its JSON-RPC");
    return { rpc: at(rpc), readiness: { ...at(asked), path: asked.pathname }, gateway };
  });
  backends.forEach(({ rpc, readiness }, i) => {
    const first = backends.findIndex((b) => b.rpc.host === rpc.host && b.rpc.port === rpc.port);
    if (first < i) throw invalidArgument(`nodes[${i}].endpoint`, "each node once", nodes[i]?.endpoint);
    const [{ readiness: common }] = backends as [Backend];
    if (readiness.path !== common.path)
      throw invalidArgument(`nodes[${i}].readiness`, `one path for all nodes, ${common.path}`, readiness.path);
  });
  const [head, ...others] = backends;
  if (!head) throw invalidArgument("nodes", "one node at least", "none");
  return [head, ...others];
}

function urlOf(argument: string, text: string, protocols: readonly string[], expected: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.includes(url.protocol) || !host.test(url.hostname) || url.username || url.password)
    throw invalidArgument(argument, expected, text);
  return url;
}

const at = ({ hostname, port }: URL): HostAndPort => ({ host: hostname, port: Number(port || 80) });
