import * as pulumi from "@pulumi/pulumi";
import { version } from "../version.js";
import type { Connection, WaitFor } from "./release.js";

/** Arguments of Peers. */
export interface PeersArgs {
  connection: pulumi.Input<Connection>;
  /** Id of the machine. Another machine is told anew. */
  machine: pulumi.Input<string>;
  /** Name of the release document. */
  node: pulumi.Input<string>;
  /** Service of the release that waits for them. Defaults to node. */
  service?: pulumi.Input<string>;
  /** Output `digest` of the Release: after each change of it, what runs is waited for once more. */
  release: pulumi.Input<string>;
  /** Peers that it is always connected to: multiaddrs that end in /p2p/ and the peer's id. */
  reserved: pulumi.Input<pulumi.Input<string>[]>;
  /** Multiaddrs at which it says that it is reached. Defaults to none. */
  publicAddresses?: pulumi.Input<pulumi.Input<string>[]>;
  /** What an update waits for. Defaults to booted: the machine was told. */
  waitFor?: WaitFor | `${WaitFor}`;
  /** How long the machine may take to answer, and then to get where `waitFor` says. Defaults to 900. */
  timeoutSeconds?: pulumi.Input<number>;
}

/**
 * The peers of a service, told to its machine over SSH after the Releases of all of them have said their peer ids. The
 * service does not run before.
 */
export class Peers extends pulumi.CustomResource {
  declare readonly reserved: pulumi.Output<string[]>;
  declare readonly publicAddresses: pulumi.Output<string[]>;

  constructor(name: string, args: PeersArgs, opts?: pulumi.CustomResourceOptions) {
    super("dinfra-node:index:Peers", name, { ...args }, pulumi.mergeOptions({ version }, opts));
  }
}
