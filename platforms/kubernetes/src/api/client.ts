import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import type { Access, Credentials } from "./kubeconfig.js";

/** What every thing of a cluster has. */
export interface Thing {
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    labels?: Record<string, string>;
    deletionTimestamp?: string;
  };
}

/** One line of a watch. */
export interface Change<T extends Thing> {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object: T;
}

interface Page<T> {
  metadata: { continue?: string; resourceVersion?: string };
  items: T[] | null;
}

/** An answer of the API that is no success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly path: string,
    message: string,
    method = "GET",
  ) {
    super(`Kubernetes: ${method} ${path} answered ${status}: ${message}`);
    this.name = "ApiError";
  }
}

/** Things of a page; the server may give fewer. */
const pageSize = 500;
/** Tries of one request. */
const most = 6;
const requestSeconds = 30;
/** Milliseconds before the second try; each later one waits twice as long, and a random part of it less. */
const firstPause = 250;

export interface Client {
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  /** Changes fields of a thing (JSON merge patch): the same patch once more changes nothing. */
  patch<T>(path: string, change: object, signal?: AbortSignal): Promise<T>;
  /** All things of a path, page by page. */
  list<T extends Thing>(path: string, query: Record<string, string>, signal?: AbortSignal): Promise<T[]>;
  /** What changes from now on, beginning with what is there; ends with the signal or when the server ends it. */
  watch<T extends Thing>(path: string, query: Record<string, string>, signal: AbortSignal): AsyncIterable<Change<T>>;
}

/**
 * Asks the API of a cluster. A server that is busy, or that has just gone, is asked again with growing waits; a client of its own is
 * not needed for four questions, and the reactor loads none.
 * @param wait between two tries, for tests
 */
export function clientOf(access: Access, wait: (ms: number) => Promise<unknown> = pause): Client {
  const { server, ca, serverName, insecure } = access;
  const secure = server.startsWith("https:");
  let credentials: Credentials | undefined;
  let agent: HttpAgent | HttpsAgent | undefined;

  async function ready(): Promise<{ headers: Record<string, string>; agent: HttpAgent | HttpsAgent }> {
    // eslint-disable-next-line no-restricted-syntax -- the command says by the wall clock until when they are good
    if (!credentials || credentials.until === undefined || credentials.until < Date.now()) {
      const fresh = await access.credentials();
      if (fresh.cert !== credentials?.cert || !agent) {
        agent?.destroy();
        const tls = { ca, cert: fresh.cert, key: fresh.key, servername: serverName, rejectUnauthorized: !insecure };
        agent = secure
          ? new HttpsAgent({ keepAlive: true, maxSockets: 16, ...tls })
          : new HttpAgent({ keepAlive: true });
      }
      credentials = fresh;
    }
    const { token, basic } = credentials;
    const authorization = token
      ? `Bearer ${token}`
      : basic === undefined
        ? undefined
        : `Basic ${Buffer.from(basic).toString("base64")}`;
    return {
      headers: { accept: "application/json", "user-agent": "dinfra", ...(authorization && { authorization }) },
      agent: agent!,
    };
  }

  async function send(
    path: string,
    signal: AbortSignal | undefined,
    seconds: number | undefined,
    change?: object,
  ): Promise<IncomingMessage> {
    const { headers: common, agent: by } = await ready();
    const headers = { ...common, ...(change && { "content-type": "application/merge-patch+json" }) };
    return new Promise((resolve, reject) => {
      const make = secure ? httpsRequest : httpRequest;
      const asked = make(
        `${server}/${path}`,
        { method: methodOf(change), headers, agent: by, signal, ...(seconds && { timeout: seconds * 1000 }) },
        resolve,
      );
      asked.on("timeout", () => asked.destroy(new Error(`no answer within ${seconds} s`)));
      asked.on("error", reject);
      asked.end(change && JSON.stringify(change));
    });
  }

  async function once<T>(path: string, signal?: AbortSignal, change?: object): Promise<T> {
    const answer = await send(path, signal, requestSeconds, change);
    let text = "";
    answer.setEncoding("utf8");
    for await (const part of answer) text += String(part);
    const { statusCode = 0 } = answer;
    if (statusCode < 300) return JSON.parse(text) as T;
    const error = new ApiError(statusCode, path.split("?")[0]!, messageIn(text), methodOf(change));
    throw Object.assign(error, { after: Number(answer.headers["retry-after"]) || undefined });
  }

  async function ask<T>(path: string, signal?: AbortSignal, change?: object): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await once<T>(path, signal, change);
      } catch (error) {
        if (signal?.aborted || tried === most || !isPassing(error)) throw explained(error, server);
        if (error instanceof ApiError && error.status === 401) credentials = undefined;
        const { after } = error as { after?: number };
        await wait(after !== undefined ? after * 1000 : pauseBefore(tried));
      }
    }
  }

  const get = <T>(path: string, signal?: AbortSignal) => ask<T>(path, signal);
  return {
    get,
    patch: (path, change, signal) => ask(path, signal, change),
    async list<T extends Thing>(path: string, query: Record<string, string>, signal?: AbortSignal) {
      // A list that took longer than the server keeps its old state is begun anew, three times at most.
      for (let begun = 1; ; begun++) {
        try {
          const all: T[] = [];
          let from: string | undefined;
          do {
            const asked = new URLSearchParams({ ...query, limit: String(pageSize), ...(from && { continue: from }) });
            const page: Page<T> = await get<Page<T>>(`${path}?${asked.toString()}`, signal);
            all.push(...(page.items ?? []));
            from = page.metadata.continue || undefined;
          } while (from);
          return all;
        } catch (error) {
          if (begun === 3 || !(error instanceof ApiError) || error.status !== 410) throw error;
        }
      }
    },
    async *watch<T extends Thing>(path: string, query: Record<string, string>, signal: AbortSignal) {
      const asked = new URLSearchParams({ ...query, watch: "true", allowWatchBookmarks: "true" });
      const answer = await send(`${path}?${asked.toString()}`, signal, undefined);
      const { statusCode = 0 } = answer;
      if (statusCode >= 300) {
        answer.destroy();
        throw new ApiError(statusCode, path, "the watch was refused");
      }
      try {
        for await (const line of createInterface({ input: answer }))
          if (line !== "") yield JSON.parse(line) as Change<T>;
      } finally {
        answer.destroy();
      }
    },
  };
}

const methodOf = (change: object | undefined) => (change === undefined ? "GET" : "PATCH");

const messageIn = (text: string): string => {
  try {
    const { message } = JSON.parse(text) as { message?: string };
    return message ?? "no reason";
  } catch {
    return "an answer that is no JSON";
  }
};

/** Too many requests, a server that has no time or is about to end, credentials that have just ended, a connection that broke. */
function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return [401, 429, 500, 502, 503, 504].includes(error.status);
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    ["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"].includes(code ?? "") ||
    /no answer within/.test(message)
  );
}

/** Between half and all of a wait that doubles: who was sent away together does not come back together. */
export const pauseBefore = (tried: number, random = Math.random()): number =>
  firstPause * 2 ** (tried - 1) * (0.5 + random / 2);

function explained(error: unknown, server: string): Error {
  if (error instanceof ApiError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new Error(`Kubernetes: expected an answer from ${server}, found ${code ?? message}`, { cause: error });
}
