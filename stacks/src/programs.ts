import { StackError } from "./errors.js";
import type { StackProgram } from "./program.js";
import { rpcEndpointProgram } from "./rpc-endpoint/program.js";
import { sharedNetworkProgram } from "./shared-network.js";
import { substrateNodePrograms } from "./substrate-node/program.js";
import { validatorSentryProgram } from "./validator-sentry/program.js";

/** The program of each descriptor type. */
export const programs: Readonly<Record<string, StackProgram>> = Object.fromEntries(
  [rpcEndpointProgram, ...substrateNodePrograms, validatorSentryProgram].map((program) => [program.type, program]),
);

/**
 * The program of a descriptor type, or the one that makes what deployments share.
 * @throws StackError `UnknownDescriptorType`
 */
export function findProgram(typeName: string): StackProgram {
  if (typeName === sharedNetworkProgram.type) return sharedNetworkProgram;
  if (Object.hasOwn(programs, typeName)) return programs[typeName] as StackProgram;
  throw new StackError(
    "UnknownDescriptorType",
    `descriptor type ${JSON.stringify(typeName)}: expected one of ${Object.keys(programs).join(", ")}`,
  );
}
