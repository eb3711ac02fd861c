import type { AugmentedSubmittables } from "@polkadot/api-base/types/submittable";
import type {} from "../generated/augment-api-tx.js";
import type { Address, Condition, Hex, Timepoint } from "../views.js";
import type { LoginKey, MaintenanceWindow, OfferTerms, Profile, Request } from "../wish.js";
import type { Weight } from "./chain.js";
import * as encode from "./encode.js";

/** What a proxy may do; docs/chain.md lists the calls. */
export type ProxyType = "Any" | "Operator" | "Consumer";

/** A call, as data; encoded against the chain's metadata when it is submitted. */
export interface Call {
  readonly pallet: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** The runtime's calls and what they take, as generated from its metadata. */
type RuntimeCalls = AugmentedSubmittables<"promise">;

function call<P extends keyof RuntimeCalls & string, M extends keyof RuntimeCalls[P] & string>(
  pallet: P,
  method: M,
  ...args: RuntimeCalls[P][M] extends (...args: infer A) => unknown ? A : never
): Call {
  return { pallet, method, args };
}

type Id = bigint | number;
type Money = bigint | number;

export const calls = {
  providers: {
    register: (units: number) => call("providers", "register", units),
    setUnits: (units: number) => call("providers", "setUnits", units),
    addOperator: (operator: Address) => call("providers", "addOperator", operator),
    acceptOperator: (provider: Address) => call("providers", "acceptOperator", provider),
    removeOperator: (operator: Address) => call("providers", "removeOperator", operator),
    registerType: (schema: Hex, name: string) => call("providers", "registerType", schema, name),
    unregisterType: (schema: Hex) => call("providers", "unregisterType", schema),
    offer: (typeId: Hex, price: Money, capacity: number) => call("providers", "offer", typeId, price, capacity),
    closeOffer: (typeId: Hex) => call("providers", "closeOffer", typeId),
    heartbeat: () => call("providers", "heartbeat"),
    drain: () => call("providers", "drain"),
    undrain: () => call("providers", "undrain"),
    leave: () => call("providers", "leave"),
    /** Who is paid; null: the owner. */
    setBeneficiary: (beneficiary: Address | null) => call("providers", "setBeneficiary", beneficiary),
    setLoginKey: (key: LoginKey | null) => call("providers", "setLoginKey", key),
    /** An X25519 public key, 32 bytes. */
    rotateSealingKey: (key: Hex) => call("providers", "rotateSealingKey", key),
    dropPreviousSealingKey: () => call("providers", "dropPreviousSealingKey"),
    setProfile: (profile: Profile | null) =>
      call("providers", "setProfile", profile === null ? null : encode.profile(profile)),
    offerWith: (typeId: Hex, terms: OfferTerms) => call("providers", "offerWith", typeId, encode.offerTerms(terms)),
    /** Blocks in which what runs may be away; null: takes back what was announced. */
    announceMaintenance: (window: MaintenanceWindow | null) => call("providers", "announceMaintenance", window),
    /** The consumers that an offer serves; null: everybody. */
    setAllowed: (typeId: Hex, consumers: readonly Address[] | null) =>
      call("providers", "setAllowed", typeId, consumers === null ? null : [...consumers]),
  },
  subscriptions: {
    subscribe: (typeId: Hex, descriptor: Hex, maxPrice: Money, funds: Money) =>
      call("subscriptions", "subscribe", typeId, descriptor, maxPrice, funds),
    declareDeployed: (subscription: Id, attempt: number, generation: number) =>
      call("subscriptions", "declareDeployed", subscription, attempt, generation),
    report: (subscription: Id, attempt: number, condition: Condition, reason: string) =>
      call("subscriptions", "report", subscription, attempt, condition, reason),
    reject: (subscription: Id, attempt: number, reason: string) =>
      call("subscriptions", "reject", subscription, attempt, reason),
    update: (subscription: Id, descriptor: Hex) => call("subscriptions", "update", subscription, descriptor),
    topUp: (subscription: Id, amount: Money) => call("subscriptions", "topUp", subscription, amount),
    withdraw: (subscription: Id, amount: Money) => call("subscriptions", "withdraw", subscription, amount),
    cancel: (subscription: Id) => call("subscriptions", "cancel", subscription),
    resign: (subscription: Id, attempt: number) => call("subscriptions", "resign", subscription, attempt),
    claim: (subscription: Id, attempt: number) => call("subscriptions", "claim", subscription, attempt),
    claimOwed: (provider: Address, subscription: Id) => call("subscriptions", "claimOwed", provider, subscription),
    poke: (subscription: Id) => call("subscriptions", "poke", subscription),
    confirmTeardown: (subscription: Id, attempt: number, receipt: Hex) =>
      call("subscriptions", "confirmTeardown", subscription, attempt, receipt),
    place: (subscription: Id) => call("subscriptions", "place", subscription),
    /** Adds to the credit for the searches of what waits, or looks for another provider. */
    fundSearch: (subscription: Id, amount: Money) => call("subscriptions", "fundSearch", subscription, amount),
    /** Ends up to `limit` (1 to 32) assignments of a provider that must go. Root only. */
    forceRetire: (provider: Address, limit: number) => call("subscriptions", "forceRetire", provider, limit),
    subscribeWith: (request: Request) => call("subscriptions", "subscribeWith", encode.request(request)),
    /** All awarded at once, or none. */
    subscribeMany: (requests: readonly Request[]) =>
      call("subscriptions", "subscribeMany", requests.map(encode.request)),
    /** null: no price is proposed any more. */
    proposePrice: (subscription: Id, attempt: number, rate: Money | null) =>
      call("subscriptions", "proposePrice", subscription, attempt, rate),
    acceptPrice: (subscription: Id, attempt: number, rate: Money) =>
      call("subscriptions", "acceptPrice", subscription, attempt, rate),
    reprice: (subscription: Id, attempt: number, rate: Money) =>
      call("subscriptions", "reprice", subscription, attempt, rate),
    /** Has another provider looked for; the events `Migrating` or `NotServed` of a later block say what came of it. */
    migrate: (subscription: Id) => call("subscriptions", "migrate", subscription),
    /** These keys, eight at most, may log in beside the consumer, and no others. */
    setLogins: (subscription: Id, keys: readonly LoginKey[]) =>
      call("subscriptions", "setLogins", subscription, [...keys]),
  },
  /** In the name of an account that has made the signer its proxy. */
  proxy: {
    /** As a proxy of this type, where the signer is of several; the first of them unless told. */
    proxy: (real: Address, inner: Call, type: ProxyType | null = null) =>
      ({ pallet: "proxy", method: "proxy", args: [real, type, inner] }) satisfies Call,
    addProxy: (delegate: Address, type: ProxyType, delay = 0) => call("proxy", "addProxy", delegate, type, delay),
    removeProxy: (delegate: Address, type: ProxyType, delay = 0) => call("proxy", "removeProxy", delegate, type, delay),
    /** A new account that only its proxies act for; the signer is the first of them. */
    createPure: (type: ProxyType, delay = 0, index = 0) => call("proxy", "createPure", type, delay, index),
  },
  /** In the name of an account that several keys are together. `others`: all signatories but the signer, sorted. */
  multisig: {
    /** Approves, and executes when enough have. `when`: of the first approval; null: this is the first. */
    asMulti: (
      threshold: number,
      others: readonly Address[],
      when: Timepoint | null,
      inner: Call,
      maxWeight: Weight,
    ): Call => ({ pallet: "multisig", method: "asMulti", args: [threshold, others, when, inner, maxWeight] }),
    /** Where one of the signatories is enough. */
    asMultiThreshold1: (others: readonly Address[], inner: Call): Call => ({
      pallet: "multisig",
      method: "asMultiThreshold1",
      args: [others, inner],
    }),
    /** By who approved first. */
    cancelAsMulti: (threshold: number, others: readonly Address[], when: Timepoint, callHash: Hex) =>
      call("multisig", "cancelAsMulti", threshold, [...others], { ...when }, callHash),
  },
  balances: {
    transferKeepAlive: (to: Address, amount: Money) => call("balances", "transferKeepAlive", to, amount),
  },
  /** What root alone may do, by the key that sudo has. */
  sudo: {
    sudo: (inner: Call) => ({ pallet: "sudo", method: "sudo", args: [inner] }) satisfies Call,
  },
  system: {
    /** Upgrades the runtime, once the relay chain agrees. Root only. */
    setCode: (blob: Hex) => call("system", "setCode", blob),
  },
  utility: {
    /** All or none, in one extrinsic. */
    batchAll: (inner: readonly Call[]) => ({ pallet: "utility", method: "batchAll", args: [inner] }) satisfies Call,
    /** Each by itself, in one extrinsic; what came of each is in `Included.items`. */
    forceBatch: (inner: readonly Call[]) => ({ pallet: "utility", method: "forceBatch", args: [inner] }) satisfies Call,
  },
};
