import * as pulumi from "@pulumi/pulumi";
import { rootOf, withVersion } from "./options.js";

/** Arguments of a File. */
export interface FileArgs {
  /** Path of a Directory of the same root (its `path` output), in which the file lies. */
  directory: pulumi.Input<string>;
  /** File name, without a slash. */
  name: pulumi.Input<string>;
  /** What the file holds, as UTF-8 text. May be a secret. */
  content: pulumi.Input<string>;
  /** Permissions as octal digits. Defaults to `0600`. */
  mode?: pulumi.Input<string>;
  /** State root. Defaults to the configuration `dinfra-host:root`, then DINFRA_HOST_ROOT, then the user's state folder. */
  root?: pulumi.Input<string>;
}

/** A file in a Directory. Content and mode are put back by the next update when somebody changed them. */
export class File extends pulumi.CustomResource {
  declare readonly directory: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  declare readonly mode: pulumi.Output<string>;
  declare readonly root: pulumi.Output<string>;
  /** Absolute path of the file. */
  declare readonly path: pulumi.Output<string>;
  /** SHA-256 of the content when last looked at, in hex. */
  declare readonly sha256: pulumi.Output<string>;

  constructor(name: string, args: FileArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "dinfra-host:index:File",
      name,
      { ...args, root: rootOf(args.root), path: undefined, sha256: undefined },
      withVersion(opts),
    );
  }
}
