import type * as pulumi from "@pulumi/pulumi";
import type { IsolationKind } from "../isolation/isolation.js";

/** How what runs is kept from its provider and from others. */
export interface IsolationArgs {
  kind: pulumi.Input<IsolationKind | `${IsolationKind}`>;
  /** First uid of the range that owners are given theirs from. Defaults to 1900000000. */
  firstUid?: pulumi.Input<number>;
  /** How many uids the range has. Defaults to 65536. */
  uidCount?: pulumi.Input<number>;
}
