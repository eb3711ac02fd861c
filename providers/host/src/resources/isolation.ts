import type * as pulumi from "@pulumi/pulumi";
import type { IsolationKind } from "../isolation/isolation.js";

/** How what runs is kept from its provider and from others. */
export interface IsolationArgs {
  kind: pulumi.Input<IsolationKind | `${IsolationKind}`>;
  /** First uid of the range that owners are given theirs from. Defaults to 1900000000. */
  firstUid?: pulumi.Input<number>;
  /** How many uids the range has. Defaults to 65536. */
  uidCount?: pulumi.Input<number>;
  /**
   * Absolute paths of files and folders that a process with namespaces of its own may read, beside its program and the
   * system's. What is not there is passed over.
   */
  readable?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}
