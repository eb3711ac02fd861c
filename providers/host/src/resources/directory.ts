import * as pulumi from "@pulumi/pulumi";
import type { IsolationArgs } from "./isolation.js";
import { rootOf, withVersion } from "./options.js";

/** Arguments of a Directory. */
export interface DirectoryArgs {
  /** Physical name, unique under the root: letters, digits, `.`, `_`, `-`; at most 128. */
  name: pulumi.Input<string>;
  /** Who the directory belongs to: what `listOwned` and `isEmpty` ask for. */
  owner: pulumi.Input<string>;
  /** State root. Defaults to the configuration `dinfra-host:root`, then DINFRA_HOST_ROOT, then the user's state folder. */
  root?: pulumi.Input<string>;
  /**
   * How what runs is kept from its provider. Defaults to the shared user. What there is already keeps its user, whatever is
   * said here later.
   */
  isolation?: pulumi.Input<IsolationArgs>;
  /**
   * Facts about the data that no later change may alter, such as the kind of a database. Another value of a fact is
   * refused by the preview while there is data. Facts that were not said before are new, and fit.
   */
  fixed?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A folder under the state root, mode 0700, deleted with all that is in it. An existing one of the name is taken over. */
export class Directory extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly owner: pulumi.Output<string>;
  declare readonly root: pulumi.Output<string>;
  /** Absolute path of the folder. */
  declare readonly path: pulumi.Output<string>;
  /** Facts about the data that no later change may alter. */
  declare readonly fixed: pulumi.Output<Record<string, string> | undefined>;
  /** Whose the folder is. */
  declare readonly uid: pulumi.Output<number>;

  constructor(name: string, args: DirectoryArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "dinfra-host:index:Directory",
      name,
      { ...args, root: rootOf(args.root), path: undefined, uid: undefined },
      withVersion(opts),
    );
  }
}
