import type { ChainEvent } from "./views.js";
/**
 * What can go wrong between a program and the chain. `code` is stable; `retryable` says whether the same call may
 * succeed later without anybody changing anything (an endpoint that is away), or never will (a refused call).
 */
export class ChainError extends Error {
  constructor(
    readonly code: string,
    readonly retryable: boolean,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The endpoint is away, too slow, answers errors, or answers nothing. Nothing is known; ask again later. */
export class ChainUnavailable extends ChainError {
  constructor(message: string, options?: ErrorOptions) {
    super("ChainUnavailable", true, message, options);
  }
}

/** The finalized height is below one already seen: nothing may be concluded until it is back. */
export class ChainWentBack extends ChainError {
  constructor(
    readonly seen: number,
    readonly found: number,
  ) {
    super(
      "ChainWentBack",
      true,
      `the chain went back: block ${seen} was finalized before, the endpoint now says ${found}; ` +
        `waiting until it is back at ${seen}`,
    );
  }
}

/** The endpoint answers for another chain (genesis or instance) than the one asked for: never act on it. */
export class ChainChanged extends ChainError {
  constructor(
    readonly expected: { genesisHash: string; instance: string },
    readonly found: { genesisHash: string; instance: string },
  ) {
    super(
      "ChainChanged",
      false,
      `another chain: expected genesis ${expected.genesisHash} instance ${expected.instance}, ` +
        `found genesis ${found.genesisHash} instance ${found.instance}; use the endpoint of the expected chain, ` +
        `or a new data folder for this one`,
    );
  }
}

/** The runtime behind the endpoint is not one this client was made for. */
export class RuntimeMismatch extends ChainError {
  constructor(message: string, options?: ErrorOptions) {
    super("RuntimeMismatch", false, message, options);
  }
}

/**
 * The extrinsic is in a finalized block and its call was refused. `code` is "Pallet.Error" (or the kind of a
 * dispatch error that belongs to no pallet, such as "BadOrigin", "Token.FundsUnavailable").
 */
export class ExtrinsicFailed extends ChainError {
  constructor(
    code: string,
    message: string,
    readonly at: { blockHash: string; blockNumber: number },
    /** Of this extrinsic; the fee is paid all the same. */
    readonly events: readonly ChainEvent[] = [],
  ) {
    super(code, false, message);
  }
}

/** The transaction pool refused the extrinsic, for good (a bad signature, no money for the fee, a bad nonce). */
export class ExtrinsicRefused extends ChainError {
  constructor(message: string, options?: ErrorOptions) {
    super("ExtrinsicRefused", false, message, options);
  }
}

/** The dev chain did not make the block that it was asked for. Its transactions are in the pool again. */
export class BlockBuildFailed extends ChainError {
  constructor(message: string, options?: ErrorOptions) {
    super("BlockBuildFailed", true, message, options);
  }
}

/** The blob on disk is not what the code expects (no file, no such runtime API, another layout). */
export class BlobUnusable extends ChainError {
  constructor(message: string, options?: ErrorOptions) {
    super("BlobUnusable", false, message, options);
  }
}

/** The address to listen on is taken. */
export class PortInUse extends ChainError {
  constructor(host: string, port: number) {
    super(
      "PortInUse",
      false,
      `port ${port} of ${host} is in use: expected a free port; choose another, or 0 for any free one`,
    );
  }
}
