import { join } from "node:path";
import type { components, operations, paths } from "./generated/reactor-api.js";

export type { components, operations, paths };
export { openApiDocument } from "./generated/reactor-api-document.js";

/** The OpenAPI document of the Chain Reactor API, as a file. */
export const openApiPath = join(__dirname, "..", "reactor-api", "openapi.yaml");

/** Header of every answer: identity of the reactor's store. */
export const EPOCH_HEADER = "dinfra-epoch";

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
/** What a DELETE says of the end of a deployment; what it does not say counts for the worst. */
export type Ending = Partial<
  Pick<operations["deleteDeployment"]["parameters"]["query"], "paidBlocks" | "expected" | "endedBy" | "endReason">
>;

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
