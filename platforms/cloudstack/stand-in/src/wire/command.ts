import type { Cloud } from "../cloud.js";
import type { Caller } from "../tenancy/model.js";
import type { Params } from "./params.js";

/** One request on its way through: who asks, for what, and the pairs as they were sent. */
export interface Call {
  cloud: Cloud;
  caller: Caller;
  params: Params;
  pairs: [string, string][];
}

/** Answers the body of `<command>response`. Throws an ApiError. */
export type Handler = (call: Call) => object;

/** The commands of one service, by name as documented (`deployVirtualMachine`). */
export type Commands = Record<string, Handler>;

/** `2026-11-21T00:17:23+0000`, as every date in an answer. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "+0000");
}

/** Without the fields that are undefined: CloudStack leaves out what it does not know. */
export function known<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
