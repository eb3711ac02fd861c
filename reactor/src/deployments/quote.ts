import type { Api } from "./record.js";

export type Offers = Api["Offers"];
type Offer = Offers["offers"][number];
type Wanted = Api["QuoteRequest"];
type Reason = Api["Quote"]["offers"][number]["reasons"][number];

/** Why a descriptor cannot be had here, whatever is paid; null where it can. */
export type Refusal = { code: string; message: string } | null;

/**
 * Which of a provider's offers serve a wish, and why each other one does not: all reasons, not the first. Money is decimal text, in the
 * smallest unit of the currency.
 */
export function quote(
  { offers, draining, slotMilliseconds }: Offers,
  wanted: Wanted,
  refusal: Refusal,
): Api["Quote"]["offers"] {
  return offers.map((offer) => {
    const reasons = reasonsAgainst(offer, draining, wanted, refusal);
    return {
      descriptorType: offer.descriptorType,
      matches: reasons.length === 0,
      reasons,
      capacity: offer.capacity,
      free: Math.max(0, offer.capacity - offer.used),
      pricePerBlock: offer.pricePerBlock,
      pricePerHour: String((BigInt(offer.pricePerBlock) * 3_600_000n) / BigInt(slotMilliseconds)),
    };
  });
}

function reasonsAgainst(offer: Offer, draining: boolean, wanted: Wanted, refusal: Refusal): Reason[] {
  const { descriptorType, open, capacity, used, allowed, pricePerBlock } = offer;
  const reasons: Reason[] = [];
  const against = (code: string, message: string) => reasons.push({ code, message });
  if (descriptorType.id !== wanted.descriptorType.id)
    against("offer.type", `expected an offer of ${wanted.descriptorType.id}, this is one of ${descriptorType.id}`);
  else if (refusal !== null) against(refusal.code, refusal.message.slice(0, 2_000));
  if (draining) against("provider.draining", "the provider takes no more awards");
  if (!open) against("offer.closed", "the offer is closed");
  if (used >= capacity) against("offer.full", `all ${capacity} units are taken`);
  if (allowed !== undefined && (wanted.consumer === undefined || !allowed.includes(wanted.consumer)))
    against("offer.private", "the offer serves listed consumers only");
  if (wanted.maxPricePerBlock !== undefined && BigInt(pricePerBlock) > BigInt(wanted.maxPricePerBlock))
    against("offer.price", `expected at most ${wanted.maxPricePerBlock} a block, the price is ${pricePerBlock}`);
  return reasons;
}
