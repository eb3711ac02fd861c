import type { AccountId32, EventRecord } from "@polkadot/types/interfaces";
import type { Option, Vec, u32, u64 } from "@polkadot/types";
import type {
  DinfraRuntimeApiAssignmentsPage,
  PalletProvidersRecordsChange,
  PalletProvidersRecordsOffer,
  PalletSubscriptionsRecordsPlace,
  PalletSubscriptionsRecordsSubscription,
  PalletSubscriptionsViewsAssignmentView,
  PalletSubscriptionsViewsSubscriptionView,
} from "@polkadot/types/lookup";
import type { Codec } from "@polkadot/types/types";
import { ChainUnavailable } from "../errors.js";
import type {
  Address,
  AssignmentView,
  BlockRef,
  ChainConstants,
  ChainEvent,
  ChainView,
  DescriptorTypeView,
  Hex,
  KeysView,
  OfferView,
  ProviderView,
  SubscriptionView,
} from "../views.js";
import { wish, type Profile, type Wish } from "../wish.js";
import type { KnownBlock } from "./blocks.js";
import * as decode from "./decode.js";
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
    const [stored] = await this.storage("providers", "offerCount", [[typeId]]);
    const count = typeof stored === "string" ? this.decoded<u32>("providers", "offerCount", stored).toNumber() : 0;
    const ring = await this.storage(
      "providers",
      "offerRing",
      Array.from({ length: count }, (_, i) => [typeId, i]),
    );
    const providers = ring.map((value) => this.decoded("providers", "offerRing", this.present(value)).toString());
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

  async keys(provider: Address): Promise<KeysView> {
    const [value] = await this.storage("providers", "keysOf", [[provider]]);
    return typeof value === "string"
      ? decode.keys(this.decoded("providers", "keysOf", value))
      : { login: null, sealing: null, previous: null };
  }

  async wish(id: bigint | number): Promise<Wish> {
    const [value] = await this.storage("subscriptions", "wishes", [[id]]);
    return typeof value === "string" ? decode.wish(this.decoded("subscriptions", "wishes", value)) : wish();
  }

  async waitingBefore(typeId: Hex, ticket: bigint, atMost = 100): Promise<number> {
    let at = ticket;
    for (let before = 0; before < atMost; before++) {
      const [value] = await this.storage("subscriptions", "waitingQueue", [[typeId, at]]);
      const place = this.decoded<PalletSubscriptionsRecordsPlace>("subscriptions", "waitingQueue", this.present(value));
      if (place.before.isNone) return before;
      at = place.before.unwrap().toBigInt();
    }
    return atMost;
  }

  async type(id: Hex): Promise<DescriptorTypeView | null> {
    const [value] = await this.storage("providers", "descriptorTypes", [[id]]);
    return typeof value === "string"
      ? decode.descriptorType(id, this.decoded("providers", "descriptorTypes", value))
      : null;
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
