import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { EPOCH_HEADER } from "@dinfra/schemas";
import { owner } from "./reactor-bench.js";

/** An answer that a reactor gives, whatever it was asked. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it stands, in the place of `body`. */
  readonly text?: string;
  readonly headers?: Record<string, string>;
  /** Begins, and never ends. */
  readonly hang?: true;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
}

const epoch = "e-1";
export const deployment = (id: string): Record<string, unknown> & { id: string } => ({
  id,
  epoch,
  phase: "Deployed",
  generation: 1,
  observedGeneration: 1,
  conditions: [],
  endpoints: [],
  timings: { acceptedAt: "2026-01-01T00:00:00.000Z" },
});
/** A page of the list of deployments. */
export const page = (items: unknown, more: object = {}): Record<string, unknown> => ({ epoch, owner, items, ...more });

/** As many bytes as the document lets a deployment have, nearly. */
const largeDeployment = (id: string) => ({
  ...deployment(id),
  conditions: Array.from({ length: 8 }, () => ({
    type: "Retrying",
    status: true,
    reason: "r",
    message: "m".repeat(2000),
    since: "2026-01-01T00:00:00.000Z",
  })),
});

/** Pages that each fit the document, and have no last one. */
export function endless(): (asked: Asked) => Answer {
  return ({ url }) => {
    const after = Number((url.searchParams.get("after") ?? "0").split(".")[0]);
    const items = Array.from({ length: 500 }, (_, n) => largeDeployment(`${after + n + 1}.1`));
    return { body: page(items, { next: items.at(-1)!.id }) };
  };
}

const { id: _id, ...withoutId } = deployment("7.1");

/** Answers to "list the deployments" that are none, by what is wrong with them. */
export const listLies: readonly (readonly [string, Answer])[] = [
  ["null for a deployment", { body: page([null]) }],
  ["a member that is missing", { body: page([withoutId]) }],
  ["a wrong type", { body: page([{ ...deployment("7.1"), generation: "1" }]) }],
  ["a phase that there is not", { body: page([{ ...deployment("7.1"), phase: "Gone" }]) }],
  ["items that are no list", { body: page("none") }],
  ["null", { body: null }],
  ["a list", { body: [] }],
  ["half a text", { text: JSON.stringify(page([])).slice(0, 20) }],
  ["nothing", {}],
  ["a page for people", { text: "<html>", headers: { "content-type": "text/html" } }],
  ["no epoch in the header", { body: page([]), headers: { [EPOCH_HEADER]: "" } }],
  ["another epoch in the header", { body: page([]), headers: { [EPOCH_HEADER]: "e-2" } }],
  ["one deployment twice", { body: page([deployment("7.1"), deployment("7.1")]) }],
  ["deployments out of order", { body: page([deployment("10.1"), deployment("9.1")]) }],
  ["a next page before this one", { body: page([deployment("7.1")], { next: "6.1" }) }],
  ["the same next page for ever", { body: page([deployment("7.1")], { next: "7.1" }) }],
  ["an empty page and a next one", { body: page([], { next: "7.1" }) }],
  ["an error without a problem", { status: 500, body: { error: "sorry" } }],
  [
    "a problem without retryable",
    { status: 503, body: { type: "urn:dinfra:problem:internal", title: "t", status: 503 } },
  ],
  ["another success than the document has", { status: 206, body: page([]) }],
  ["more than a reactor may say", { text: `"${"x".repeat(33 * 1024 * 1024)}"` }],
  ["the beginning of an answer", { hang: true }],
];

export interface LyingReactor {
  readonly url: string;
  /** Requests that were answered with a lie. */
  readonly told: number;
  /** What it answers; null where the reactor behind answers. */
  answer: (asked: Asked) => Answer | null;
  close(): Promise<void>;
}

/** A reactor over real HTTP that answers as a test says. @param behind base URL of one that tells the truth */
export async function startLyingReactor(behind?: string): Promise<LyingReactor> {
  let told = 0;
  // Without an end for idle connections: whoever asks may compute for long between two questions, in this very process.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const answer = lying.answer({ method: request.method!, url: new URL(request.url!, "http://reactor") });
    if (answer === null) return passOn(request, response, behind!);
    told += 1;
    const { status = 200, body, text, headers, hang } = answer;
    request.resume();
    response.on("error", () => undefined);
    response.writeHead(status, { "content-type": "application/json", [EPOCH_HEADER]: epoch, ...headers });
    if (hang) return void response.write('{"epoch":');
    response.end(text ?? (body === undefined ? undefined : JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const lying: LyingReactor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get told() {
      return told;
    },
    answer: () => null,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return lying;
}

function passOn(request: IncomingMessage, response: ServerResponse, behind: string): void {
  const { method, headers } = request;
  const onward = ask(new URL(request.url!, behind), { method: method!, headers }, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}
