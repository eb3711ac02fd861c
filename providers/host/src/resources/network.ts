import * as pulumi from "@pulumi/pulumi";
import { rootOf, withVersion } from "./options.js";

/** Arguments of a Network. */
export interface NetworkArgs {
  /** Physical name, unique under the root: letters, digits, `.`, `_`, `-`; at most 128. It decides the address. */
  name: pulumi.Input<string>;
  /** Who the network belongs to: what `listOwned` and `isEmpty` ask for. */
  owner: pulumi.Input<string>;
  /** How many consecutive ports the range has: 1 to 1000. */
  size: pulumi.Input<number>;
  /** State root. Defaults to the configuration `dinfra-host:root`, then DINFRA_HOST_ROOT, then the user's state folder. */
  root?: pulumi.Input<string>;
}

/**
 * A loopback address and a range of ports of its own, reserved under the state root until destroyed. On Linux every
 * network has an address 127.a.b.c of its own; where the machine answers on 127.0.0.1 only, networks share it and have
 * separate ranges.
 */
export class Network extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly owner: pulumi.Output<string>;
  declare readonly size: pulumi.Output<number>;
  declare readonly root: pulumi.Output<string>;
  /** The loopback address, such as `127.83.12.201`. */
  declare readonly address: pulumi.Output<string>;
  /** First port of the range. */
  declare readonly firstPort: pulumi.Output<number>;
  /** Last port of the range, inclusive: firstPort + size - 1. */
  declare readonly lastPort: pulumi.Output<number>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "dinfra-host:index:Network",
      name,
      { ...args, root: rootOf(args.root), address: undefined, firstPort: undefined, lastPort: undefined },
      withVersion(opts),
    );
  }
}
