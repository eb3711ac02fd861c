/**
 * What goes wrong with descriptors and where they are kept.
 * - `json.invalid`         the text is no JSON, or no JSON that every language reads alike (duplicate keys, inexact integers)
 * - `json.value`           the value has no JSON form (NaN, lone surrogate, undefined, …)
 * - `descriptor.too-large` more than {@link MAX_DESCRIPTOR_BYTES}
 * - `descriptor.hash`      the bytes do not have the hash they are asked for by, whoever answered
 * - `descriptor.canonical` the bytes have the hash, but are not canonical JSON
 * - `descriptor.schema`    the descriptor does not fit its schema
 * - `descriptor.type`      no such descriptor type here
 * - `cid.invalid`          not a CID of ours (CIDv1, codec json, sha2-256, base32)
 * - `store.missing`        the store does not have it (yet)
 * - `store.failed`         the store cannot be read or written now
 */
export type SchemasErrorCode =
  | "json.invalid"
  | "json.value"
  | "descriptor.too-large"
  | "descriptor.hash"
  | "descriptor.canonical"
  | "descriptor.schema"
  | "descriptor.type"
  | "cid.invalid"
  | "store.missing"
  | "store.failed";

/** Whether the same request may succeed later. A lying store may be replaced or mended: what the hash stands for still exists. */
const retryableCodes: ReadonlySet<SchemasErrorCode> = new Set(["store.missing", "store.failed"]);

export class SchemasError extends Error {
  readonly code: SchemasErrorCode;
  readonly retryable: boolean;

  constructor(code: SchemasErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SchemasError";
    this.code = code;
    this.retryable = retryableCodes.has(code);
  }
}
