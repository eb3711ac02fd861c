/** What can go wrong in the host provider, as stable codes. */
export type HostErrorCode =
  | "unsupported-platform"
  | "name-busy"
  | "name-taken"
  | "port-in-use"
  | "no-free-range"
  | "no-free-port"
  | "no-such-network"
  | "start-failed"
  | "not-ready"
  | "not-ending"
  | "not-reloaded"
  | "cancelled"
  | "outside-root"
  | "not-a-directory"
  | "not-removed"
  | "data-cannot-follow"
  | "record-unreadable"
  | "disk-full"
  | "isolation-impossible"
  | "no-free-user"
  | "peer-refused"
  | "no-home"
  | "unknown-type";

/** An error of the host provider. `retryable` says whether the same call may succeed later without anybody acting. */
export class HostError extends Error {
  constructor(
    readonly code: HostErrorCode,
    message: string,
    readonly retryable = false,
  ) {
    super(`${message} [dinfra-host/${code}]`);
    this.name = "HostError";
  }
}
