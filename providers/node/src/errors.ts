/** What can go wrong in the node provider, as stable codes. Codes of the agent come after `agent/`. */
export type NodeErrorCode =
  | "unknown-type"
  | "unreachable"
  | "login-refused"
  | "host-key-changed"
  | "key-unreadable"
  | "secret-unreadable"
  | "user-data-invalid"
  | "agent-missing"
  | "agent-too-old"
  | "agent-answer"
  | "volume-cannot-follow"
  | "not-reached"
  | "end-unverified"
  | "cancelled"
  | `agent/${string}`;

/** An error of the node provider. `retryable` says whether the same call may succeed later without anybody acting. */
export class NodeError extends Error {
  constructor(
    readonly code: NodeErrorCode,
    message: string,
    readonly retryable = false,
  ) {
    super(`${message} [dinfra-node/${code}]`);
    this.name = "NodeError";
  }
}
