import type { ChainView, Hex, OfferView } from "@dinfra/chain/client";
import type { components } from "@dinfra/schemas";

/** Blocks after which the reactor is told again what the provider offers. */
export const offersEvery = 100;

/** What a provider offers of these types, at the view's block. */
export async function offersAt(
  view: ChainView,
  provider: string,
  types: readonly string[],
): Promise<components["schemas"]["Offers"]> {
  const found = await Promise.all(types.map((type) => view.offers(type as Hex)));
  const own = found.flat().filter((offer) => offer.provider === provider);
  const offers = await Promise.all(
    own.map(async (offer) => {
      const allowed = offer.private ? await view.allowed(offer.typeId, provider) : null;
      return offerOf(offer, allowed);
    }),
  );
  const { slotMilliseconds } = await view.constants();
  const draining = (await view.provider(provider))?.draining ?? false;
  return { block: view.block.number, slotMilliseconds, draining, offers };
}

function offerOf({ typeId, price, capacity, used, open }: OfferView, allowed: readonly string[] | null) {
  return {
    descriptorType: { id: typeId },
    ...{ pricePerBlock: String(price), capacity, used, open },
    ...(allowed !== null && { allowed: allowed.slice(0, 1_000) }),
  };
}
