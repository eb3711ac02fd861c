import type { AccountId32, EventRecord } from "@polkadot/types/interfaces";
import type { Option, Vec, u32, u64 } from "@polkadot/types";
import type {
  DinfraRuntimeApiAssignmentsPage,
  DinfraRuntimeApiTick,
  PalletClockReading,
  PalletProvidersRecordsChange,
  PalletProvidersRecordsOffer,
  PalletSubscriptionsRecordsClosing,
  PalletSubscriptionsRecordsParting,
  PalletSubscriptionsRecordsSubscription,
  PalletSubscriptionsViewsAssignmentView,
  PalletSubscriptionsViewsSubscriptionView,
} from "@polkadot/types/lookup";
import type { Codec } from "@polkadot/types/types";
import { ChainUnavailable, RuntimeMismatch } from "../errors.js";
import type {
  Address,
  AssignmentView,
  BlockRef,
  ChainConstants,
  ChainEvent,
  ChainView,
  ClosingView,
  DescriptorTypeView,
  Hex,
  KeysView,
  MultisigOperation,
  OfferView,
  PartingView,
  ProviderView,
  ProxiesView,
  SubscriptionView,
  Tick,
} from "../views.js";
import { wish, type MaintenanceWindow, type Profile, type Wish } from "../wish.js";
import type { KnownBlock } from "./blocks.js";
import * as decode from "./decode.js";
import { operationsAt, proxiesAt } from "./delegation.js";
import { eventsOf } from "./events.js";
import type { Rpc } from "./rpc.js";
import type { Runtime } from "./runtime.js";
import { accountAt } from "./account.js";

const trait = "DinfraApi";
/** Assignments a page; the runtime gives no more. */
const largestPage = 100;
/** More assignments than a provider is believed to have: an endpoint's list must have an end. */
const mostAssignments = 100_000;
/** Storage keys a request. */
const batchSize = 256;
/** Ends that are kept of a consumer's subscriptions, and of a provider's attempts. */
const mostClosings = 16n;
const mostPartings = 64n;
/** Of a number of 64 bits, in hex. */
const numberDigits = 16;

const bigEndian = (number: bigint) => `0x${number.toString(16).padStart(numberDigits, "0")}`;

/** Storage at one block that was checked to be of this chain. */
export class FinalizedView implements ChainView {
  readonly block: BlockRef;
  private readonly runtime: Runtime;

  constructor(
    private readonly rpc: Rpc,
    known: KnownBlock,
    private readonly pageSize = largestPage,
  ) {
    this.block = known.block;
    this.runtime = known.runtime;
  }

  async assignments(provider: Address): Promise<readonly AssignmentView[]> {
    const all: AssignmentView[] = [];
    const seen = new Set<string>();
    let after: decode.PageKey | null = null;
    let revision: bigint | null = null;
    do {
      const page: decode.Page = decode.page(
        await this.call<DinfraRuntimeApiAssignmentsPage>("assignments", provider, after, this.pageSize),
      );
      // Every page of one block carries the same revision.
      if (revision !== null && page.revision !== revision) {
        throw new ChainUnavailable(
          `block ${this.block.number}: pages of different states (revision ${revision} and ${page.revision})`,
        );
      }
      revision = page.revision;
      if (page.items.length === 0 && page.next !== null)
        throw new ChainUnavailable(`block ${this.block.number}: an empty page of assignments, and a next one`);
      for (const item of page.items) {
        const id = `${item.subscription}.${item.attempt}`;
        if (seen.has(id)) throw new ChainUnavailable(`block ${this.block.number}: assignment ${id} was listed twice`);
        seen.add(id);
      }
      all.push(...page.items);
      if (all.length > mostAssignments)
        throw new ChainUnavailable(`block ${this.block.number}: more than ${mostAssignments} assignments were listed`);
      after = page.next;
    } while (after !== null);
    return all.sort((a, b) =>
      a.subscription === b.subscription ? a.attempt - b.attempt : a.subscription < b.subscription ? -1 : 1,
    );
  }

  async subscription(id: bigint | number): Promise<SubscriptionView | null> {
    const found = await this.call<Option<PalletSubscriptionsViewsSubscriptionView>>("subscription", id);
    return found.isNone ? null : decode.subscription(found.unwrap());
  }

  async assignment(provider: Address, subscription: bigint | number, attempt: number): Promise<AssignmentView | null> {
    const found = await this.call<Option<PalletSubscriptionsViewsAssignmentView>>(
      "assignment",
      provider,
      subscription,
      attempt,
    );
    return found.isNone ? null : decode.assignment(found.unwrap());
  }

  async subscriptionsOf(consumer: Address): Promise<readonly bigint[]> {
    const [next] = await this.storage("subscriptions", "nextId", [[]]);
    const count =
      next === null || next === undefined ? 0n : this.decoded<u64>("subscriptions", "nextId", next).toBigInt();
    const ids = Array.from({ length: Number(count) }, (_, i) => BigInt(i));
    const stored = await this.storage(
      "subscriptions",
      "subscriptions",
      ids.map((id) => [id]),
    );
    return ids.filter((_, i) => {
      const value = stored[i];
      return (
        typeof value === "string" &&
        this.decoded<PalletSubscriptionsRecordsSubscription>(
          "subscriptions",
          "subscriptions",
          value,
        ).consumer.toString() === consumer
      );
    });
  }

  async provider(account: Address): Promise<ProviderView | null> {
    const [value] = await this.storage("providers", "providers", [[account]]);
    return typeof value === "string" ? decode.provider(account, this.decoded("providers", "providers", value)) : null;
  }

  async providerOf(key: Address): Promise<Address | null> {
    const found = await this.call<Option<Codec>>("provider_of", key);
    return found.isNone ? null : found.unwrap().toString();
  }

  async offers(typeId: Hex): Promise<readonly OfferView[]> {
    const providers: Address[] = [];
    let from: bigint | null = 0n;
    do {
      const [page, next]: Codec & [Vec<AccountId32>, Option<u64>] = await this.call(
        "offer_queue",
        typeId,
        from,
        this.pageSize,
      );
      providers.push(...page.map((provider) => provider.toString()));
      const behind: bigint | null = next.isNone ? null : next.unwrap().toBigInt();
      if (behind !== null && behind <= from)
        throw new ChainUnavailable(
          `block ${this.block.number}: the page of offers from place ${from} goes on at ${behind}`,
        );
      from = behind;
    } while (from !== null);
    const offers = await this.storage(
      "providers",
      "offers",
      providers.map((provider) => [typeId, provider]),
    );
    return providers.map((provider, i) =>
      decode.offer(provider, typeId, this.decoded("providers", "offers", this.present(offers[i]))),
    );
  }

  async allowed(typeId: Hex, provider: Address): Promise<readonly Address[] | null> {
    const [offer] = await this.storage("providers", "offers", [[typeId, provider]]);
    if (typeof offer !== "string") return null;
    if (!this.decoded<PalletProvidersRecordsOffer>("providers", "offers", offer).private.isTrue) return null;
    const [listed] = await this.storage("providers", "allowedConsumers", [[typeId, provider]]);
    if (typeof listed !== "string") return [];
    return this.decoded<Vec<AccountId32>>("providers", "allowedConsumers", listed).map((account) => account.toString());
  }

  async profile(provider: Address): Promise<Profile | null> {
    const [value] = await this.storage("providers", "profiles", [[provider]]);
    return typeof value === "string" ? decode.profile(this.decoded("providers", "profiles", value)) : null;
  }

  async maintenance(provider: Address): Promise<MaintenanceWindow | null> {
    const [value] = await this.storage("providers", "maintenance", [[provider]]);
    return typeof value === "string" ? decode.maintenance(this.decoded("providers", "maintenance", value)) : null;
  }

  async keys(provider: Address): Promise<KeysView> {
    const [value] = await this.storage("providers", "keysOf", [[provider]]);
    return typeof value === "string"
      ? decode.keys(this.decoded("providers", "keysOf", value))
      : { login: null, sealing: null, previous: null };
  }

  proxies(account: Address): Promise<ProxiesView> {
    return proxiesAt(this.rpc, this.runtime, account, this.block.hash);
  }

  multisigOperations(account: Address): Promise<readonly MultisigOperation[]> {
    return operationsAt(this.rpc, this.runtime, account, this.block.hash);
  }

  async wish(id: bigint | number): Promise<Wish> {
    const [value] = await this.storage("subscriptions", "wishes", [[id]]);
    return typeof value === "string" ? decode.wish(this.decoded("subscriptions", "wishes", value)) : wish();
  }

  async waitingBefore(typeId: Hex, ticket: bigint, atMost = 100): Promise<number> {
    if (!this.runtime.hasStorage("subscriptions", "closings"))
      throw new RuntimeMismatch("the line of a runtime of spec version 2 is kept otherwise: upgrade the chain");
    // The line's keys end with its members' numbers, big-endian, so they stand in its order.
    const own = this.runtime.storageKey("subscriptions", "waitingQueue", typeId, bigEndian(ticket));
    const line = own.slice(0, -numberDigits) as Hex;
    const first = await this.rpc.keys(line, atMost, this.block.hash);
    return first.filter((key) => key < own).length;
  }

  async closings(consumer: Address): Promise<readonly ClosingView[]> {
    const last = await this.lastOf<PalletSubscriptionsRecordsClosing>("closings", consumer, mostClosings);
    return last.map(decode.closing);
  }

  async partings(provider: Address): Promise<readonly PartingView[]> {
    const last = await this.lastOf<PalletSubscriptionsRecordsParting>("partings", provider, mostPartings);
    return last.map(decode.parting);
  }

  /** What an account's ring holds, the last first: the n-th is in slot n % kept. None where the runtime has no such ring. */
  private async lastOf<T extends Codec>(ring: "closings" | "partings", account: Address, kept: bigint): Promise<T[]> {
    if (!this.runtime.hasStorage("subscriptions", ring)) return [];
    const [value] = await this.storage("subscriptions", `${ring}Count`, [[account]]);
    const count = typeof value === "string" ? this.decoded<u64>("subscriptions", `${ring}Count`, value).toBigInt() : 0n;
    const slots = Array.from(
      { length: Number(count < kept ? count : kept) },
      (_, i) => (count - 1n - BigInt(i)) % kept,
    );
    const stored = await this.storage(
      "subscriptions",
      ring,
      slots.map((slot) => [account, slot]),
    );
    return stored.map((record) => this.decoded<T>("subscriptions", ring, this.present(record)));
  }

  async type(id: Hex): Promise<DescriptorTypeView | null> {
    const [value] = await this.storage("providers", "descriptorTypes", [[id]]);
    return typeof value === "string"
      ? decode.descriptorType(id, this.decoded("providers", "descriptorTypes", value))
      : null;
  }

  async now(): Promise<number> {
    // A runtime of before the clock (spec version 2) counted heights.
    if (!this.runtime.hasPallet("clock")) return this.block.number;
    const [reading] = await this.storage("clock", "lastReading", [[]]);
    return typeof reading === "string"
      ? this.decoded<PalletClockReading>("clock", "lastReading", reading).now.toNumber()
      : this.block.number;
  }

  async tick(account: Address): Promise<Tick> {
    if (this.runtime.hasPallet("clock")) return decode.tick(await this.call<DinfraRuntimeApiTick>("tick", account));
    const [revision, provider] = await Promise.all([this.revision(account), this.provider(account)]);
    return { now: this.block.number, revision, assignments: provider?.assignments ?? 0 };
  }

  async revision(provider: Address): Promise<bigint> {
    return (await this.call<u64>("revision", provider)).toBigInt();
  }

  async changes(
    provider: Address,
    after: bigint,
    upTo: bigint,
  ): Promise<readonly { subscription: bigint; attempt: number }[] | null> {
    const kept = BigInt(this.runtime.constant<u32>("providers", "changesKept").toNumber());
    if (after > upTo || upTo - after > kept) return null;
    const revisions = Array.from({ length: Number(upTo - after) }, (_, i) => after + 1n + BigInt(i));
    const slots = await this.storage(
      "providers",
      "changes",
      revisions.map((revision) => [provider, revision % kept]),
    );
    const changed = new Map<string, { subscription: bigint; attempt: number }>();
    for (const [i, revision] of revisions.entries()) {
      const slot = slots[i];
      const change =
        typeof slot === "string" ? this.decoded<PalletProvidersRecordsChange>("providers", "changes", slot) : null;
      if (change === null || change.revision.toBigInt() !== revision) {
        const found = change === null ? "none" : `revision ${change.revision.toString()}`;
        throw new ChainUnavailable(
          `block ${this.block.number}: expected the change of revision ${revision}, found ${found}`,
        );
      }
      const [subscription, attempt] = [change.subscription.toBigInt(), change.attempt.toNumber()];
      changed.set(`${subscription}.${attempt}`, { subscription, attempt });
    }
    return [...changed.values()];
  }

  account(address: Address): Promise<{ nonce: number; free: bigint; held: bigint }> {
    return accountAt(this.rpc, this.runtime, address, this.block.hash);
  }

  async constants(): Promise<ChainConstants> {
    return decode.constants(this.runtime);
  }

  async events(): Promise<readonly ChainEvent[]> {
    const [value] = await this.storage("system", "events", [[]]);
    return eventsOf(
      this.runtime,
      this.runtime.decodeStorage<Vec<EventRecord>>("system", "events", this.present(value)),
    );
  }

  private async call<T extends Codec>(method: string, ...args: readonly unknown[]): Promise<T> {
    const request = this.runtime.api<T>(trait, method, args);
    return request.decode(await this.rpc.call(request.method, request.data, this.block.hash));
  }

  private decoded<T extends Codec>(pallet: string, item: string, value: Hex): T {
    return this.runtime.decodeStorage(pallet, item, value);
  }

  /** Values of many entries of one storage item, in the order asked. */
  private async storage(
    pallet: string,
    item: string,
    keys: readonly (readonly unknown[])[],
  ): Promise<readonly (Hex | null)[]> {
    const encoded = keys.map((key) => this.runtime.storageKey(pallet, item, ...key));
    const values: (Hex | null)[] = [];
    for (let i = 0; i < encoded.length; i += batchSize) {
      values.push(...(await this.rpc.storage(encoded.slice(i, i + batchSize), this.block.hash)));
    }
    return values;
  }

  private present(value: Hex | null | undefined): Hex {
    if (typeof value !== "string")
      throw new ChainUnavailable(`block ${this.block.number}: storage that must be there was not answered`);
    return value;
  }
}
