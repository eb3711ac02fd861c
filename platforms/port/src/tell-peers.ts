import { Peers, type WaitFor } from "@dinfra/node";
import * as pulumi from "@pulumi/pulumi";
import type { Placed } from "./driver.js";
import { invalidArgument } from "./errors.js";

/** What a placed node is told of its peers. */
export interface TellPeersRequest {
  logicalName: string;
  /** Service of the workload that has peers. */
  service: string;
  /** Multiaddrs that end in /p2p/ and the peer's id. */
  reserved: pulumi.Input<pulumi.Input<string>[]>;
  /** Multiaddrs at which it says that it is reached. */
  publicAddresses?: pulumi.Input<pulumi.Input<string>[]>;
  /** What an update waits for, once it was told. Defaults to booted. */
  waitFor?: WaitFor;
  /** How long it may take to get there, in seconds. */
  waitForSeconds?: pulumi.Input<number>;
}

/**
 * Tells a node its peers, after everything of this request is known: the Releases of all of them have said their peer ids by
 * then. It hangs on no resource of which a Release is told, so two nodes may tell each other.
 */
export function tellPeers(placed: Placed, request: TellPeersRequest, opts: pulumi.CustomResourceOptions): void {
  const { brought } = placed;
  if (!brought)
    throw invalidArgument(
      "placement.machines.artifacts",
      "where machines fetch the agent, which is told peers",
      undefined,
    );
  const { logicalName, service, reserved, publicAddresses, waitFor, waitForSeconds } = request;
  new Peers(
    `${logicalName}-peers`,
    {
      connection: brought.connection,
      machine: brought.machine,
      node: brought.node,
      service,
      release: brought.digest,
      reserved,
      publicAddresses: publicAddresses ?? [],
      waitFor,
      timeoutSeconds: waitForSeconds,
    },
    {
      parent: opts.parent,
      dependsOn: [brought.resource],
      ...(brought.deletedWith ? { deletedWith: brought.deletedWith } : {}),
    },
  );
}
