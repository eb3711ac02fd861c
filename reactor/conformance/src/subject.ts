import { descriptorHash, type Owner } from "@dinfra/schemas";
import type { Level } from "./document.js";

/** A descriptor with the CID that it has. */
export interface Descriptor {
  readonly value: object;
  readonly cid: string;
}

export const descriptorOf = (value: object): Descriptor => ({ value, cid: descriptorHash(value).cid });

/** A reactor that is put to the test. */
export interface Subject {
  /** Base URL. */
  readonly url: string;
  /** Opens everything. */
  readonly token?: string;
  /** Name and version of the implementation, for the report. */
  readonly name?: string;
  /** Id or name of the descriptor type that is asked for. Default: one that has examples, else the only one. */
  readonly type?: string;
  /** Two descriptors of it that can be deployed. Default: the first two `examples` of the type's schema. */
  readonly descriptors?: readonly [object, object];
  /** On whose behalf, where the store belongs to nobody yet. */
  readonly provider?: string;
  /** Ends the reactor at once, as kill -9 does. */
  readonly stop?: () => Promise<void>;
  /** Starts it again, with the same store, at the same URL. */
  readonly start?: () => Promise<void>;
}

export interface Options {
  readonly level: Level;
  /** Of generated input. */
  readonly seed: number;
  /** Milliseconds that a phase is waited for. */
  readonly patience: number;
  /** Promises that are tried at the same time. */
  readonly parallel: number;
  /** Ids of the promises to try; all of the level where there is none. What is left out is not run, and so not kept. */
  readonly only: readonly string[];
  readonly say?: (line: string) => void;
  /** Ends the run; what was made is taken away all the same. */
  readonly signal?: AbortSignal;
}

/** What was learnt of the reactor before anything was asked of it. */
export interface Known {
  readonly owner: Owner;
  readonly epoch: string;
  /** Of the document that it was written to, as it says; undefined where it is older than 1.4.0. */
  readonly version: string | undefined;
  readonly typeId: string;
  readonly descriptors: readonly [Descriptor, Descriptor];
  /** The first subscription number of this run. */
  readonly firstSubscription: bigint;
}

/** Nothing was tried: what is missing, or what was found instead. */
export class Refused extends Error {}
