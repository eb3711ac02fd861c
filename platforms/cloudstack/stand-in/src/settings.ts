import type { Hypervisor } from "./hypervisor/port.js";
import type { Limits } from "./tenancy/model.js";

export interface StandInSettings {
  /** 0 takes a free one. */
  port: number;
  zones: string[];
  /** Zones have security groups, and each a shared network of the operator's, for all accounts. */
  securityGroups: boolean;
  /** First of the public addresses and how many there are, per zone one after the other. */
  publicRange: { first: string; count: number };
  /** Milliseconds that a job takes at least. */
  jobDuration: (command: string) => number;
  /** Milliseconds that a network's router takes to come up. */
  routerStart: number;
  /** What the hosts of each zone have; undefined has room for all. */
  capacity: { cpus: number; memory: number } | undefined;
  /** Of the account that the keys belong to. */
  limits: Limits;
  hypervisor: Hypervisor;
  /** Milliseconds after which a machine that failed to start is expunged, undefined never. */
  errorsLive: number | undefined;
  /** Requests a second from one key before the answer is 429; undefined never. */
  rateLimit: number | undefined;
  now: () => Date;
}
