/** How far a machine got with its release, as of the last look. */
export interface SetUp {
  /** Every service of this release has come up on this machine once. A later outage does not change it. */
  started: boolean;
  /** Why the machine gave the release up, or has not got there yet. Empty once it has started. */
  reason: string;
  /** The machine gave it up: the reason begins with the code of its error. */
  failed: boolean;
}
