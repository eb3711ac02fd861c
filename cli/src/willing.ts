import type { ChainView, OfferView, Profile, ProviderView, Wish } from "@dinfra/chain";

/** An offer with all that decides whether it serves a consumer. */
export interface Offeror {
  readonly offer: OfferView;
  readonly provider: Pick<ProviderView, "draining" | "retiring" | "lastHeartbeat">;
  readonly profile: Profile | null;
  /** null: everybody. */
  readonly allowed: readonly string[] | null;
}

export async function offerors(view: ChainView, typeId: OfferView["typeId"]): Promise<readonly Offeror[]> {
  const found = await Promise.all(
    (await view.offers(typeId)).map(async (offer): Promise<Offeror | null> => {
      const [provider, profile, allowed] = await Promise.all([
        view.provider(offer.provider),
        view.profile(offer.provider),
        offer.private ? view.allowed(typeId, offer.provider) : null,
      ]);
      return provider === null ? null : { offer, provider, profile, allowed };
    }),
  );
  return found.filter((each) => each !== null);
}

/**
 * Whether the provider may be awarded what a consumer asks for at a block of the clock, whatever the price. The chain decides; this is for saying beforehand
 * what it will cost. Groups that stay apart are not looked at.
 */
export function isWilling(
  { offer, provider, profile, allowed }: Offeror,
  consumer: string,
  { selection, elastic, maxSetup, criteria }: Wish,
  { now, gap }: { readonly now: number; readonly gap: number },
): boolean {
  if (!offer.open || offer.used >= offer.capacity) return false;
  if (provider.draining || provider.retiring || now - provider.lastHeartbeat >= gap) return false;
  if (offer.elastic !== null && !elastic) return false;
  if (maxSetup !== null && offer.setupBlocks > maxSetup) return false;
  if (allowed !== null && !allowed.includes(consumer)) return false;
  if (criteria.refuse.includes(offer.provider)) return false;
  if (typeof selection !== "string" && !selection.candidates.includes(offer.provider)) return false;
  return meets(profile ?? silent, criteria);
}

/** What one says who says nothing. */
const silent: Profile = { regions: [], networks: [], attributes: [], terms: null };

function meets(profile: Profile, criteria: Wish["criteria"]): boolean {
  const { regions, notRegions, notNetworks, attributes, terms } = criteria;
  const has = (wanted: { key: string; value: string }) =>
    profile.attributes.some(({ key, value }) => key === wanted.key && value === wanted.value);
  return (
    (regions.length === 0 || regions.some((region) => profile.regions.includes(region))) &&
    !notRegions.some((region) => profile.regions.includes(region)) &&
    !notNetworks.some((network) => profile.networks.includes(network)) &&
    attributes.every(has) &&
    (profile.terms === null || terms.includes(profile.terms))
  );
}
