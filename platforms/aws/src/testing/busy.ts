import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A way to a server on which the first calls are told to come again, as EC2 tells who asks too often. */
export interface BusyServer {
  url: string;
  /** Calls that will be told so. */
  refusals: number;
  /** How they are told. */
  refusal: { status: number; code: string };
  /** Actions that were asked for, refused ones too. */
  asked: string[];
  close(): Promise<void>;
}

const answer = (code: string) =>
  `<?xml version="1.0"?><Response><Errors><Error><Code>${code}</Code><Message>refused</Message></Error>` +
  "</Errors><RequestID>0</RequestID></Response>";

export async function startBusyServer(behind: string): Promise<BusyServer> {
  const server = createServer((incoming, response) => void handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const busy: BusyServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refusals: 0,
    refusal: { status: 503, code: "RequestLimitExceeded" },
    asked: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  async function handle(incoming: IncomingMessage, response: ServerResponse) {
    const body = (await incoming.toArray()).join("");
    busy.asked.push(new URLSearchParams(body).get("Action") ?? "");
    if (busy.refusals > 0) {
      busy.refusals -= 1;
      const { status, code } = busy.refusal;
      response.writeHead(status, { "content-type": "text/xml" }).end(answer(code));
      return;
    }
    const { method, url, headers } = incoming;
    const onwards = request(new URL(url ?? "/", behind), { method, headers, agent: false }, (given) => {
      response.writeHead(given.statusCode ?? 500, given.headers);
      given.pipe(response);
    });
    onwards.on("error", (error) => response.destroy(error));
    onwards.end(body);
  }
  return busy;
}
