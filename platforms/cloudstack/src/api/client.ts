import { setTimeout as delay } from "node:timers/promises";
import { ComponentError, readSecret } from "@dinfra/port";
import type { CloudStackSettings } from "../settings.js";
import { signedQuery } from "./sign.js";

export interface ApiAccess {
  url: string;
  apiKey: string;
  secretKey: string;
}

/**
 * How the API is asked, by whoever asks it without the provider.
 * @throws ComponentError `SecretMissing` where the settings do not say all of it
 */
export function accessOf({ apiUrl, apiKey, secretKey }: CloudStackSettings): ApiAccess {
  if (!apiUrl || !apiKey || !secretKey) {
    throw new ComponentError(
      "SecretMissing",
      "placement.cloudstack: expected apiUrl, apiKey and secretKey, with which CloudStack is asked beside the provider, found " +
        `${[apiUrl && "apiUrl", apiKey && "apiKey", secretKey && "secretKey"].filter(Boolean).join(" and ") || "none of them"}`,
    );
  }
  return {
    url: apiUrl,
    apiKey: readSecret("placement.cloudstack.apiKey", apiKey),
    secretKey: readSecret("placement.cloudstack.secretKey", secretKey),
  };
}

/** What CloudStack refused, with its own number; or that it could not be asked, with 0. */
export class CloudStackError extends Error {
  constructor(
    readonly command: string,
    readonly code: number,
    text: string,
  ) {
    super(`CloudStack ${command}: expected an answer, found ${code === 0 ? "none" : `error ${code}`} (${text})`);
    this.name = "CloudStackError";
  }
}

export type Params = Readonly<Record<string, string>>;
export type Entity = Readonly<Record<string, unknown>> & { id: string };

const pageSize = 500;
const tries = 5;
const firstWait = 250;
const timeLimit = 60_000;

/** Too many requests, or a server that is not there for the moment. */
const passing = new Set([429, 502, 503, 504]);

export interface Api {
  call(command: string, params?: Params, signal?: AbortSignal): Promise<Record<string, unknown>>;
  /** All pages of a list. */
  list(command: string, params?: Params, signal?: AbortSignal): Promise<Entity[]>;
}

export function apiOf({ url, apiKey, secretKey }: ApiAccess, wait: (ms: number) => Promise<unknown> = delay): Api {
  const call: Api["call"] = async (command, params = {}, signal) => {
    for (let attempt = 0; ; attempt += 1) {
      const { status, body } = await once(command, params, signal);
      if (status === 200) return body;
      const last = attempt === tries - 1;
      if (last || !passing.has(status)) throw new CloudStackError(command, status, String(body.errortext ?? "no text"));
      // Twice as long each time, and never all clients at once.
      await wait(firstWait * 2 ** attempt * (0.5 + Math.random()));
    }
  };

  async function once(command: string, params: Params, signal: AbortSignal | undefined) {
    const expires = inTenMinutes()
      .toISOString()
      .replace(/\.\d+Z$/, "+0000");
    const query = signedQuery(
      { ...params, command, apikey: apiKey, response: "json", signatureversion: "3", expires },
      secretKey,
    );
    const limit = AbortSignal.timeout(timeLimit);
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: query,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    }).catch((error: unknown) => {
      throw new CloudStackError(command, 0, (error as Error).message);
    });
    const text = await response.text();
    const body = firstObject(text);
    if (body === undefined && response.status === 200)
      throw new CloudStackError(command, 0, "an answer that is no JSON object");
    return { status: response.status, body: body ?? { errortext: response.statusText } };
  }

  const list: Api["list"] = async (command, params, signal) => {
    const all: Entity[] = [];
    for (let page = 1; ; page += 1) {
      const body = await call(command, { ...params, page: String(page), pagesize: String(pageSize) }, signal);
      const rows = Object.values(body).find(Array.isArray) as Entity[] | undefined;
      const count = typeof body.count === "number" ? body.count : 0;
      all.push(...(rows ?? []));
      // Things may go while we look: an empty page ends it, whatever the count says.
      if (rows === undefined || rows.length === 0 || all.length >= count) return all;
    }
  };

  return { call, list };
}

function inTenMinutes(): Date {
  const now = new Date();
  now.setMinutes(now.getMinutes() + 10);
  return now;
}

/** `{ "listzonesresponse": { … } }` → the inner object. */
function firstObject(text: string): Record<string, unknown> | undefined {
  try {
    const [inner] = Object.values(JSON.parse(text) as Record<string, unknown>);
    return inner !== null && typeof inner === "object" ? (inner as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
