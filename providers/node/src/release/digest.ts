import { createHash } from "node:crypto";
import { canonical } from "@dinfra/host/dist/values.js";

/** The bytes in which a document goes to the agent: equal documents give equal bytes. */
export function bytesOf(document: unknown): string {
  return canonical(document);
}

/** The name by which the agent knows a document. */
export function digestOf(document: unknown): string {
  return createHash("sha256").update(bytesOf(document)).digest("hex");
}
