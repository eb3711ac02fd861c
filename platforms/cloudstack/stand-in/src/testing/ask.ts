import { sign } from "../wire/signature.js";
import type { Caller } from "../tenancy/model.js";

export interface Answer {
  status: number;
  /** The body of `<command>response`. */
  body: Record<string, unknown>;
  envelope: string;
}

export type Ask = (command: string, params?: Record<string, string | number>) => Promise<Answer>;

/** Sends signed requests, as a client would. */
export function asker(url: string, caller: Pick<Caller, "apiKey" | "secret">): Ask {
  return async (command, params = {}) => {
    const pairs: [string, string][] = [
      ...Object.entries(params).map(([k, v]): [string, string] => [k, String(v)]),
      ["apiKey", caller.apiKey],
      ["command", command],
      ["response", "json"],
    ];
    pairs.push(["signature", sign(pairs, caller.secret)]);
    const response = await fetch(url, { method: "POST", body: new URLSearchParams(pairs) });
    const all = (await response.json()) as Record<string, Record<string, unknown>>;
    const [envelope = "", body = {}] = Object.entries(all)[0] ?? [];
    return { status: response.status, body, envelope };
  };
}

export interface JobEnd {
  status: number;
  code: number;
  result: Record<string, unknown>;
}

/** The end of the job that an answer names. */
export async function jobEnd(ask: Ask, { body }: Answer): Promise<JobEnd> {
  for (;;) {
    const { body: job } = await ask("queryAsyncJobResult", { jobid: String(body.jobid) });
    if (job.jobstatus !== 0) {
      return {
        status: Number(job.jobstatus),
        code: Number(job.jobresultcode),
        result: job.jobresult as Record<string, unknown>,
      };
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
