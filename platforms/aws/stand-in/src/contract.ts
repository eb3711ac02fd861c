import { ApiError, type Caller, type Cloud, type Thing } from "./cloud.js";
import type { Values } from "./values.js";

/** What EC2 does with a resource of one type, beyond keeping what it is told. Error codes are EC2's own. */
export interface Behaviour {
  /** The thing that is there already, where the provider takes that instead of making another. */
  taken?(cloud: Cloud, caller: Caller, inputs: Values): Thing | undefined;
  /** Refuses, or answers what the cloud adds. */
  create?(cloud: Cloud, caller: Caller, inputs: Values): Values;
  update?(cloud: Cloud, thing: Thing, wanted: Values): Values;
  /** Refuses, or does what goes with it. */
  remove?(cloud: Cloud, thing: Thing): void;
}

/** Bytes of user data, before base64. */
export const userDataLimit = 16_384;

export function refuse(code: string, message: string): never {
  throw new ApiError(code, message);
}
