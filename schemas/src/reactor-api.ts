import { join } from "node:path";
import type { components, operations, paths } from "./generated/reactor-api.js";
import { openApiDocument } from "./generated/reactor-api-document.js";

export type { components, operations, paths };
export { openApiDocument };

/** The OpenAPI document of the Chain Reactor API, as a file. */
export const openApiPath = join(__dirname, "..", "reactor-api", "openapi.yaml");

/** Header of every answer: identity of the reactor's store. */
export const EPOCH_HEADER = "dinfra-epoch";

/** Header of every answer since 1.4.0: the version of the document that the reactor was written to. */
export const API_VERSION_HEADER = "dinfra-api-version";

/** The version of the document. */
export const apiVersion = (openApiDocument["info"] as { version: string }).version;

/**
 * Whether a reactor knows what came with a version of the document.
 * @param said what it says of itself; nothing where it is older than 1.4.0
 */
export function knowsSince(said: string | null | undefined, since: string): boolean {
  const [a, b] = [numbersOf(said), numbersOf(since)];
  // Another major version is another document.
  if (a === undefined || b === undefined || a[0] !== b[0]) return false;
  return a[1] !== b[1] ? a[1] > b[1] : a[2] >= b[2];
}

function numbersOf(version: string | null | undefined): [number, number, number] | undefined {
  const [, major, minor, patch] = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(version ?? "") ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Header of a list of deployments: up to which change it goes. */
export const SEQUENCE_HEADER = "dinfra-sequence";

/** A change in a reactor's store, as the API writes it. */
export const sequenceText = (epoch: string, number: number): string => `${epoch}:${number}`;

/** @returns undefined for what is no sequence, such as the id of a deployment */
export function parseSequence(text: string): { epoch: string; number: number } | undefined {
  const [, epoch, number] = /^([0-9A-Za-z-]{1,64}):(0|[1-9][0-9]{0,15})$/.exec(text) ?? [];
  return epoch === undefined ? undefined : { epoch, number: Number(number) };
}

/** Header of a PUT with the seconds that an award leaves for the first deployment. */
export const DEPLOY_WITHIN_HEADER = "dinfra-deploy-within";

type Schemas = components["schemas"];
export type DesiredDeployment = Schemas["DesiredDeployment"];
export type Deployment = Schemas["Deployment"];
export type DeploymentPage = Schemas["DeploymentPage"];
export type DeploymentEvent = Schemas["DeploymentEvent"];
export type Phase = Schemas["Phase"];
export type Condition = Schemas["Condition"];
export type Failure = Schemas["Failure"];
export type Endpoint = Schemas["Endpoint"];
export type Timings = Schemas["Timings"];
export type Receipt = Schemas["Receipt"];
export type Problem = Schemas["Problem"];
export type Owner = Schemas["Owner"];
type OfDelete = operations["deleteDeployment"]["parameters"]["query"];
/** What the chain settled with an end. A reactor knows it since 1.4.0. */
export type Settlement = Partial<Pick<OfDelete, "endBlock" | "paid" | "refunded">>;
/** What a DELETE says of the end of a deployment; what it does not say counts for the worst. */
export type Ending = Settlement & Partial<Pick<OfDelete, "paidBlocks" | "expected" | "endedBy" | "endReason">>;

/** The stable codes of the API's problems; `type` is `urn:dinfra:problem:<code>`. */
export const problemCodes = [
  "invalid-request",
  "unauthorized",
  "forbidden",
  "unknown-deployment",
  "unknown-route",
  "stale-generation",
  "generation-conflict",
  "wrong-instance",
  "ended",
  "unknown-type",
  "not-torn-down",
  "receipt-mismatch",
  "approval-mismatch",
  "too-large",
  "sequence-gone",
  "too-many-requests",
  "too-many-streams",
  "not-ready",
  "breaker-open",
  "internal",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export function problemType(code: ProblemCode): string {
  return `urn:dinfra:problem:${code}`;
}
