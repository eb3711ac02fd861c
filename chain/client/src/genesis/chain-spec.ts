import { randomBytes } from "node:crypto";
import { readBlob } from "../blob.js";
import { ChainError } from "../errors.js";
import type { Address, Hex } from "../views.js";
import { isAddress } from "../client/address.js";
import { buildGenesis } from "./build.js";
import type { Json } from "./exact-json.js";
import { leaseExecutor } from "./executor.js";

/** What a parachain's chain specification is made from, for `polkadot-omni-node --chain`. */
export interface ChainSpecOptions {
  /** Of the runtime: `development` (one author) or `local_testnet` (two), both with well-known keys. */
  readonly preset: string;
  /** The number that the relay chain knows the parachain by. */
  readonly paraId: number;
  /** The relay chain's id, for example `rococo-local`, `westend-local`, `paseo`, `polkadot`. */
  readonly relayChain: string;
  /** `Live` takes no well-known keys: it wants collators, sudo and balances. Default `Development` or `Local`, as the preset. */
  readonly chainType?: "Development" | "Local" | "Live";
  /** Shown to people. */
  readonly name?: string;
  /** Names the node's data folder. */
  readonly id?: string;
  /** What tells this chain from others; random by default. */
  readonly instance?: Hex;
  /** Who makes blocks, in the place of the preset's: sr25519 addresses of the collators' Aura keys. */
  readonly collators?: readonly Address[];
  readonly sudo?: Address;
  /** Endowed in the place of the preset's; smallest unit. */
  readonly balances?: readonly (readonly [Address, bigint])[];
  readonly bootNodes?: readonly string[];
  /** Path of the runtime blob; the committed one by default. */
  readonly blob?: string;
}

/** A chain specification with a raw genesis, as a node reads it. */
export interface ChainSpec {
  readonly name: string;
  readonly id: string;
  readonly chainType: string;
  readonly bootNodes: readonly string[];
  readonly protocolId: string;
  readonly properties: { readonly ss58Format: number; readonly tokenDecimals: number; readonly tokenSymbol: string };
  readonly relay_chain: string;
  readonly para_id: number;
  readonly codeSubstitutes: Readonly<Record<string, never>>;
  readonly genesis: {
    readonly raw: {
      readonly top: Readonly<Record<string, string>>;
      readonly childrenDefault: Readonly<Record<string, never>>;
    };
  };
}

const bad = (message: string) => new ChainError("BadOption", false, message);

function checked(options: ChainSpecOptions): void {
  const { paraId, relayChain, collators, balances, sudo, id, instance, chainType } = options;
  if (!Number.isInteger(paraId) || paraId < 1 || paraId >= 2 ** 32) {
    throw bad(`para id ${paraId}: expected a whole number from 1 to ${2 ** 32 - 1}`);
  }
  if (relayChain.trim() === "") throw bad("relay chain: expected its id, for example rococo-local, paseo or polkadot");
  if (id !== undefined && !/^[a-z0-9][a-z0-9_-]*$/.test(id)) {
    throw bad(`id ${JSON.stringify(id)}: expected lower-case letters, digits, _ and -, for it names a folder`);
  }
  if (instance !== undefined && !/^0x[0-9a-f]{64}$/.test(instance)) {
    throw bad(`instance ${instance}: expected 0x and 64 lower-case hex digits`);
  }
  const addresses = [
    ...(collators ?? []),
    ...(balances ?? []).map(([who]) => who),
    ...(sudo === undefined ? [] : [sudo]),
  ];
  for (const address of addresses) {
    if (!isAddress(address)) throw bad(`${JSON.stringify(address)}: expected an SS58 address`);
  }
  if (new Set(collators).size !== (collators ?? []).length) throw bad("collators: expected each key once");
  if (collators?.length === 0) throw bad("collators: expected at least one");
  if (chainType === "Live" && (collators === undefined || sudo === undefined || balances === undefined)) {
    throw bad(
      "a live chain: expected collators, sudo and balances, found one of them missing; the preset's keys are known to everybody",
    );
  }
}

/**
 * A chain specification of the runtime in the blob, made offline by the blob itself.
 * @throws ChainError code BadOption, BlobUnusable
 */
export async function chainSpec(options: ChainSpecOptions): Promise<ChainSpec> {
  checked(options);
  const { preset, paraId, relayChain, collators, sudo, balances } = options;
  const chainType = options.chainType ?? (preset === "development" ? "Development" : "Local");
  const patch: { readonly [key: string]: Json } = {
    parachainInfo: { parachainId: paraId },
    providers: { instance: options.instance ?? `0x${randomBytes(32).toString("hex")}` },
    ...(collators === undefined ? {} : { aura: { authorities: collators } }),
    ...(sudo === undefined ? {} : { sudo: { key: sudo } }),
    ...(balances === undefined ? {} : { balances: { balances } }),
  };
  const release = await leaseExecutor();
  try {
    const top = await buildGenesis({ wasm: readBlob(options.blob), preset, patch });
    return {
      name: options.name ?? `DINFRA ${chainType}`,
      id: options.id ?? `dinfra_${chainType.toLowerCase()}`,
      chainType,
      bootNodes: options.bootNodes ?? [],
      protocolId: options.id ?? `dinfra_${chainType.toLowerCase()}`,
      properties: { ss58Format: 42, tokenDecimals: 12, tokenSymbol: "UNIT" },
      relay_chain: relayChain,
      para_id: paraId,
      codeSubstitutes: {},
      genesis: { raw: { top, childrenDefault: {} } },
    };
  } finally {
    await release();
  }
}
