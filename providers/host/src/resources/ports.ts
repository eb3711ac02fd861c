import * as pulumi from "@pulumi/pulumi";
import { knownPorts } from "../network/lease.js";
import { rootOf, withVersion } from "./options.js";

/** Arguments of Ports. */
export interface PortsArgs {
  /** Physical name of what listens on them, unique under the root; of a single process, its name. */
  name: pulumi.Input<string>;
  /** Who they belong to: the owner of the network. */
  owner: pulumi.Input<string>;
  /** Physical name of the Network that they are taken from. */
  network: pulumi.Input<string>;
  /** What each port is for, such as `rpc`. */
  ports: pulumi.Input<pulumi.Input<string>[]>;
  /** State root. Defaults to the configuration `dinfra-host:root`, then DINFRA_HOST_ROOT, then the user's state folder. */
  root?: pulumi.Input<string>;
}

/**
 * Ports of a network, by name: the same for the same name until they are given back, whatever else is in the network. What
 * a process of that name was started with before is taken over.
 */
export class Ports extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  /** The number of each port. */
  declare readonly numbers: pulumi.Output<Record<string, number>>;

  constructor(name: string, args: PortsArgs, opts?: pulumi.CustomResourceOptions) {
    super("dinfra-host:index:Ports", name, { ...args, root: rootOf(args.root), numbers: undefined }, withVersion(opts));
  }
}

/**
 * The numbers that such ports have already, without taking any: for a preview that is to show what stays as it is. Looks at
 * the records of this machine.
 */
export function recordedPorts(args: pulumi.Unwrap<PortsArgs>): Record<string, number> | undefined {
  const root = rootOf(args.root);
  return typeof root === "string" ? knownPorts({ ...args, root }) : undefined;
}
