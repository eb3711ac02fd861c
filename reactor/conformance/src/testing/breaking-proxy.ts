import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import type { Subject } from "../subject.js";

/** A request on its way to the reactor. */
export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON where it is some, else the text; undefined where there is none. */
  readonly body: unknown;
}

/** An answer on its way back. */
export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** How a reactor breaks a promise: what it makes of requests and of its answers. */
export interface Broken {
  /** What it answers without a look at the request; null: what the reactor behind answers. */
  readonly instead?: (asked: Asked, forward: (asked: Asked) => Promise<Told>) => Promise<Told | null> | Told | null;
  readonly after?: (told: Told, asked: Asked) => Told;
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text === "" ? undefined : text;
  }
};
const text = (body: unknown): string | undefined =>
  body === undefined || typeof body === "string" ? body : JSON.stringify(body);

/** A reactor that is broken: a good one, and this before it. */
export async function startBroken(behind: Subject, broken: Broken): Promise<Subject & { close(): Promise<void> }> {
  const forward = ({ method, path, headers, body }: Asked): Promise<Told> =>
    new Promise((resolve, reject) => {
      const sent = text(body);
      const { "content-length": _length, connection: _connection, host: _host, ...onward } = headers;
      const length = sent === undefined ? {} : { "content-length": String(Buffer.byteLength(sent)) };
      const request = send(new URL(path, behind.url), { method, headers: { ...onward, ...length }, agent: false });
      request.on("error", reject).on("response", (response) => {
        let found = "";
        response.setEncoding("utf8").on("data", (part: string) => (found += part));
        response.on("end", () => {
          const { "content-length": _gone, connection: _closed, ...kept } = response.headers;
          resolve({ status: response.statusCode!, headers: kept as Record<string, string>, body: json(found) });
        });
      });
      request.end(sent);
    });
  const server = createServer((request, response) => {
    let found = "";
    request.setEncoding("utf8").on("data", (part: string) => (found += part));
    request.on("end", () => {
      const asked: Asked = {
        ...{ method: request.method!, path: request.url!, body: json(found) },
        headers: request.headers as Record<string, string>,
      };
      void (async () => {
        const told = (await broken.instead?.(asked, forward)) ?? (await forward(asked));
        const { status, headers, body } = broken.after?.(told, asked) ?? told;
        response.writeHead(status, headers).end(text(body));
      })().catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    ...behind,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
