/**
 * What a stack refuses before anything is made.
 * - `InvalidProfile`           the profile does not fit its schema, or contradicts itself
 * - `ProfileUnreadable`        the profile's file cannot be read or is no JSON
 * - `UnknownDescriptorType`    no program for that type
 * - `UnknownCatalogueEntry`    the profile's catalogue has no such entry or version
 * - `UnsupportedRole`, `UnsupportedChain`   the entry is not offered for it
 * - `ExceedsLimits`            the descriptor asks for more than the profile allows
 * - `CatalogueFileMissing`     the entry's command cannot be read on this machine
 * - `PruningChange`            what a node has on its disk was pruned in another way than is wanted now
 * - `DataChange`             what a node has on its disk is of another kind than is wanted now
 * - `DigestMismatch`           the entry's command is not the file that the profile pins
 */
export type StackErrorCode =
  | "InvalidProfile"
  | "ProfileUnreadable"
  | "UnknownDescriptorType"
  | "UnknownCatalogueEntry"
  | "UnsupportedRole"
  | "UnsupportedChain"
  | "ExceedsLimits"
  | "CatalogueFileMissing"
  | "PruningChange"
  | "DataChange"
  | "DigestMismatch";

/** Permanent, all of them: with this profile and this descriptor it fails again. */
export class StackError extends Error {
  readonly retryable = false;

  constructor(
    readonly code: StackErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "StackError";
  }
}
