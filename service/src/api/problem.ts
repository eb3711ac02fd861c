import { problemType, type Problem, type ProblemCode } from "@dinfra/schemas";
import { ReactorError } from "../failure.js";
import { printable } from "../printable.js";

const statusOf: Record<ProblemCode, { status: number; title: string; retryable?: true }> = {
  "invalid-request": { status: 400, title: "The request does not fit the API" },
  unauthorized: { status: 401, title: "A bearer token is needed" },
  forbidden: { status: 403, title: "The token does not open this" },
  "unknown-deployment": { status: 404, title: "Unknown here" },
  "unknown-route": { status: 404, title: "No such operation" },
  "stale-generation": { status: 409, title: "A newer generation is known" },
  "generation-conflict": { status: 409, title: "Other content under the same generation" },
  "wrong-instance": { status: 409, title: "The store belongs to another chain instance or provider" },
  ended: { status: 409, title: "The deployment was deleted" },
  "not-torn-down": { status: 409, title: "Not torn down" },
  "receipt-mismatch": { status: 409, title: "Another receipt" },
  "approval-mismatch": { status: 409, title: "Another plan, or none" },
  "sequence-gone": { status: 410, title: "The changes since then are not known" },
  "too-many-requests": { status: 429, title: "Too many requests", retryable: true },
  "too-many-streams": { status: 503, title: "Too many open streams", retryable: true },
  "too-large": { status: 413, title: "The request is too large" },
  "unknown-type": { status: 422, title: "This reactor cannot serve the descriptor type" },
  "not-ready": { status: 503, title: "Not ready", retryable: true },
  "breaker-open": { status: 503, title: "Teardowns are held", retryable: true },
  internal: { status: 500, title: "The reactor failed", retryable: true },
};

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(statusOf, code);

export function problem(code: ProblemCode, detail: string): Problem {
  const { status, title, retryable = false } = statusOf[code];
  return { type: problemType(code), title, status, detail: printable(detail, 4_000), retryable };
}

/** Any error of a handler as a problem. What is not an answer to the caller is `internal`, without its text: that goes to the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ReactorError && isProblemCode(error.code)) return problem(error.code, error.message);
  const { validation, statusCode, message, code } = error as {
    validation?: unknown;
    statusCode?: number;
    message: string;
    code?: string;
  };
  if (validation !== undefined) return problem("invalid-request", message);
  if (statusCode === 413) return problem("too-large", message);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return problem("invalid-request", message ?? code ?? "bad request");
  return problem("internal", "an unexpected error; the reactor's log has it");
}
