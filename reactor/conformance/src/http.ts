import * as http from "node:http";
import * as https from "node:https";

export interface Request {
  method: string;
  /** With its query. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as it stands. */
  body?: string | Uint8Array;
}

/** An answer that came whole. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** No answer came, or not a whole one. */
export class NoAnswer extends Error {}

/** Each request has a connection of its own: one that was cut says nothing of the next. */
const send = (base: string, { method, path, headers = {} }: Request): http.ClientRequest => {
  const { protocol, hostname, port } = new URL(base);
  const options = { method, path, headers, host: hostname.replace(/^\[|\]$/g, ""), port, agent: false as const };
  return protocol === "https:" ? https.request(options) : http.request(options);
};

/** @param within milliseconds until the answer is whole @throws {NoAnswer} */
export function request(base: string, asked: Request, within: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new NoAnswer(`${asked.method} ${shown(asked.path)}: ${why}`));
    const sent = send(base, lengthened(asked));
    const timer = setTimeout(() => {
      failed(`expected an answer within ${within / 1000} s, found none`);
      sent.destroy();
    }, within);
    sent.on("error", (error) => {
      clearTimeout(timer);
      failed(`expected an answer, found ${error.message}`);
    });
    sent.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("error", (error) => failed(`expected a whole answer, found ${error.message}`));
      response.on("close", () => {
        clearTimeout(timer);
        if (!response.complete) return failed("expected a whole answer, found the beginning of one");
        resolve({ status: response.statusCode!, headers: flat(response.headers), text });
      });
    });
    sent.end(asked.body);
  });
}

/** A stream of the reactor: its head, and its text as it comes. The caller ends it. */
export interface Stream {
  readonly answer: Answer;
  /** Ends with the stream. */
  readonly parts: AsyncIterable<string>;
  close(): void;
}

/** Opens what goes on, such as server-sent events. An error is read whole and is in `answer`. @throws {NoAnswer} */
export function stream(base: string, asked: Request, within: number): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const sent = send(base, asked);
    const timer = setTimeout(() => {
      sent.destroy();
      reject(
        new NoAnswer(`${asked.method} ${shown(asked.path)}: expected a stream within ${within / 1000} s, found none`),
      );
    }, within);
    sent.on("error", (error) => reject(new NoAnswer(`${asked.method} ${shown(asked.path)}: ${error.message}`)));
    sent.on("response", (response) => {
      clearTimeout(timer);
      response.setEncoding("utf8");
      response.on("error", () => {});
      const head = { status: response.statusCode!, headers: flat(response.headers), text: "" };
      resolve({ answer: head, parts: response as AsyncIterable<string>, close: () => void sent.destroy() });
    });
    sent.end();
  });
}

/** How a request is cut: in the middle of its body, or when it was sent, before its answer is read. */
export type Cut = "request" | "answer";

/** Sends a request, cuts the connection, and resolves when it is cut. */
export function cut(base: string, asked: Request, where: Cut): Promise<void> {
  return new Promise((resolve) => {
    const sent = send(base, lengthened(asked));
    sent.on("error", () => {});
    sent.on("close", () => resolve());
    if (where === "answer") {
      sent.on("response", () => sent.destroy());
      return void sent.end(asked.body);
    }
    const body = Buffer.from(asked.body ?? "");
    // What was written is to be on its way before the connection ends.
    sent.write(body.subarray(0, Math.floor(body.length / 2)), () => setImmediate(() => sent.destroy()));
  });
}

const lengthened = (asked: Request): Request =>
  asked.body === undefined
    ? asked
    : { ...asked, headers: { ...asked.headers, "content-length": String(Buffer.byteLength(asked.body)) } };

const flat = (headers: http.IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

export const shown = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
