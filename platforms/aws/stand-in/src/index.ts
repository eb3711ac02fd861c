/*
 * A STAND-IN for the Pulumi provider of AWS. It is no AWS and no plugin of Pulumi's: the rules that it keeps to are those written down in rules.ts
 * and behaviour.ts, and what they do not say was not tried. Never published; only tests use it.
 */
import { Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { Cloud } from "./cloud.js";
import { Faults } from "./faults.js";
import { StandInProvider } from "./provider.js";

export { ApiError, Cloud, type Thing } from "./cloud.js";
export type { Held, Operation } from "./faults.js";
export { machinesOf, scale } from "./groups.js";
export { rules, type Rules } from "./rules.js";

export interface AwsStandIn {
  readonly cloud: Cloud;
  readonly faults: Faults;
  /** What an engine needs in its environment to use it instead of a plugin. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/** @param version of @pulumi/aws, for which it answers */
export async function startAwsStandIn(version = "7.48.0"): Promise<AwsStandIn> {
  const cloud = new Cloud();
  const faults = new Faults();
  const server = new Server();
  server.addService(
    ResourceProviderService as unknown as ServiceDefinition,
    new StandInProvider(cloud, faults, version).service(),
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return {
    cloud,
    faults,
    environment: { PULUMI_DEBUG_PROVIDERS: `aws:${port}` },
    close: () => server.forceShutdown(),
  };
}
