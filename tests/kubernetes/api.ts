import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { createInterface } from "node:readline";
import type { IncomingMessage } from "node:http";
import { patience } from "../world/until.js";

/** What is read of a thing of a cluster; what else it has depends on its kind. */
export interface Thing {
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    deletionTimestamp?: string;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    ownerReferences?: { kind: string; name: string }[];
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of every kind
  [field: string]: any;
}

/** An answer of the API that is no success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    asked: string,
    message: string,
  ) {
    super(`${asked} answered ${status}: ${message}`);
    this.name = "ApiError";
  }
}

interface Condition {
  type: string;
  status: string;
}

interface Listed {
  metadata: { resourceVersion: string };
  items: Thing[] | null;
}

/**
 * The API of a cluster, as a test asks it: by the paths of the API itself, such as `api/v1/namespaces/a/pods`. It is not the client
 * that DINFRA has, so that no mistake of that one agrees with itself.
 */
export class Api {
  private readonly agent: Agent;

  constructor(
    readonly server: string,
    private readonly ca: string,
    private readonly token: string,
  ) {
    this.agent = new Agent({ keepAlive: true, ca });
  }

  /** The same API, as whoever has another token. */
  as(token: string): Api {
    return new Api(this.server, this.ca, token);
  }

  /** A thing, or undefined where there is none. */
  async get(path: string): Promise<Thing | undefined> {
    try {
      return await this.ask<Thing>("GET", path);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** What a path that is no thing answers, such as `readyz`. */
  text(path: string): Promise<string> {
    return this.answerOf("GET", path);
  }

  /** @param query such as `labelSelector=app%3Da` */
  async list(path: string, query = ""): Promise<Thing[]> {
    return (await this.ask<Listed>("GET", `${path}?${query}`)).items ?? [];
  }

  create(path: string, thing: object): Promise<Thing> {
    return this.ask("POST", path, thing, "application/json");
  }

  /** Makes the kind that a file in YAML defines, and waits until the server knows it. */
  async define(file: string): Promise<void> {
    const path = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const { metadata } = await this.ask<Thing>("POST", path, readFileSync(file, "utf8"), "application/yaml");
    await this.untilOne(
      `${path}/${metadata.name}`,
      (kind) =>
        (kind?.status?.conditions as Condition[] | undefined)?.some(
          (one) => one.type === "Established" && one.status === "True",
        ) ?? false,
    );
  }

  /** A merge patch: null removes a field. */
  patch(path: string, change: object): Promise<Thing> {
    return this.ask("PATCH", path, change, "application/merge-patch+json");
  }

  /** Does nothing where there is none. */
  async delete(path: string): Promise<void> {
    try {
      await this.ask("DELETE", path);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  /** Waits until all things of a path, and of the query, are so. Rejects with what was seen last when it was in vain. */
  async until(
    path: string,
    holds: (things: readonly Thing[]) => boolean,
    { query = "", timeout = patience }: { query?: string; timeout?: number } = {},
  ): Promise<readonly Thing[]> {
    const limit = AbortSignal.timeout(timeout);
    let last: readonly Thing[] = [];
    for await (const things of this.follow(path, limit, query)) {
      last = things;
      if (holds(things)) return things;
    }
    throw new Error(`${path}: waited ${timeout} ms; last seen: ${JSON.stringify(last)}`);
  }

  /** Waits until a thing is so; undefined where there is none. */
  async untilOne(path: string, holds: (thing: Thing | undefined) => boolean): Promise<Thing | undefined> {
    const [, collection = "", name = ""] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
    const [found] = await this.until(collection, ([thing]) => holds(thing), {
      query: `fieldSelector=metadata.name%3D${name}`,
    });
    return found;
  }

  /** All things of a path, now and after each change, until the signal. */
  async *follow(path: string, signal: AbortSignal, query = ""): AsyncGenerator<readonly Thing[], void> {
    while (!signal.aborted) {
      const first = await this.ask<Listed>("GET", `${path}?${query}`);
      const things = new Map((first.items ?? []).map((thing) => [thing.metadata.uid, thing]));
      yield [...things.values()];
      for await (const { type, object } of this.watch(path, query, first.metadata.resourceVersion, signal)) {
        if (type === "ERROR") break; // too old: from the beginning
        if (type === "BOOKMARK") continue;
        if (type === "DELETED") things.delete(object.metadata.uid);
        else things.set(object.metadata.uid, object);
        yield [...things.values()];
      }
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private async *watch(path: string, query: string, from: string, signal: AbortSignal) {
    let answer: IncomingMessage | undefined;
    try {
      answer = await this.send("GET", `${path}?${query}&watch=true&resourceVersion=${from}`, { signal });
      if (answer.statusCode !== 200) return;
      for await (const line of createInterface({ input: answer }))
        yield JSON.parse(line) as { type: string; object: Thing };
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      answer?.destroy();
    }
  }

  private async ask<T = Thing>(method: string, path: string, body?: object | string, type?: string): Promise<T> {
    return JSON.parse(await this.answerOf(method, path, body, type)) as T;
  }

  private async answerOf(method: string, path: string, body?: object | string, type?: string): Promise<string> {
    const answer = await this.send(method, path, { body, type });
    let text = "";
    for await (const part of answer.setEncoding("utf8")) text += part as string;
    const { statusCode = 0 } = answer;
    if (statusCode >= 300) throw new ApiError(statusCode, `${method} ${path}`, text);
    return text;
  }

  private send(
    method: string,
    path: string,
    { body, type, signal }: { body?: object | string; type?: string; signal?: AbortSignal },
  ): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.token}`, ...(type && { "content-type": type }) };
    return new Promise((resolve, reject) => {
      request(`${this.server}/${path}`, { method, headers, agent: this.agent, signal }, resolve)
        .on("error", reject)
        .end(typeof body === "object" ? JSON.stringify(body) : body);
    });
  }
}
