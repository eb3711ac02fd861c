import { createServer, type Server } from "node:http";
import { once } from "node:events";

/** What the metadata service answers a machine; undefined is 404. */
export type Metadata = (request: { address: string; path: string }) => string | Buffer | undefined;

/** What a CloudStack virtual router serves for one machine. */
export interface Entry {
  userData: string | Buffer;
  /** By the last part of the path: "instance-id", "local-hostname", "public-keys", … */
  metaData: Record<string, string>;
}

/** The paths of CloudStack's virtual router. */
export function answer(entry: Entry, path: string): string | Buffer | undefined {
  if (path === "/latest/user-data") return entry.userData;
  if (path === "/latest/meta-data" || path === "/latest/meta-data/") return Object.keys(entry.metaData).join("\n");
  const key = /^\/latest\/meta-data\/([^/]+)$/.exec(path)?.[1];
  return key === undefined ? undefined : entry.metaData[key];
}

/** Serves metadata at the address that the machines know as their DHCP server, port 80: there cloud-init looks for it. */
export async function serveMetadata(host: string, metadata: Metadata): Promise<Server> {
  const server = createServer((request, response) => {
    const address = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
    const path = new URL(request.url ?? "/", "http://metadata").pathname;
    const body = request.method === "GET" ? metadata({ address, path }) : undefined;
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(body);
  });
  server.listen(80, host);
  await once(server, "listening");
  server.unref();
  return server;
}
