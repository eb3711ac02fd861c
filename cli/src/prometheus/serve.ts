import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { TargetGroup } from "./targets.js";

/**
 * Answers `GET /targets` with what there is at that moment. Where that cannot be said the answer is 503: Prometheus then goes
 * on with the targets that it knows, and an empty list would end all of them.
 */
export async function serveTargets(
  { host, port }: { host: string; port: number },
  read: () => Promise<TargetGroup[]>,
  tell: (problem: string) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const answer = (code: number, type: string, text: string) =>
      response.writeHead(code, { "content-type": type }).end(text);
    if (request.method !== "GET" || request.url !== "/targets")
      return answer(404, "text/plain", "expected GET /targets\n");
    read().then(
      (groups) => answer(200, "application/json", JSON.stringify(groups)),
      (error: Error) => {
        tell(error.message);
        answer(503, "text/plain", `${error.message}\n`);
      },
    );
  });
  server.listen(port, host);
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}/targets`,
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}
