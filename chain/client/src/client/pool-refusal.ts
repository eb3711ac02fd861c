import type { Address } from "../views.js";

/** Kinds of InvalidTransaction: their JSON form (the embedded chain's), what a node says of them, and what that means. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/"future"|will be valid in the future/i, "its nonce is ahead of the account's; send what comes before it first"],
  [/"stale"|is outdated/i, "its nonce was used before; sign it anew"],
  [/"badProof"|has a bad signature/i, "its signature does not fit it; sign it for this chain, with this runtime"],
  [/"ancientBirthBlock"|ancient birth block/i, "it was signed too long ago; sign it anew"],
  [
    /"exhaustsResources"|exhaust the block limits/i,
    "there is no room for it in a block; try later, or make it smaller",
  ],
  [/"call"|call is not expected/i, "the chain does not take this call from this account now"],
];

/** Why the pool refused an extrinsic of the account, in words; as the endpoint said it where the kind is not known. */
export function inWords(detail: string, account: Address): string {
  if (/"payment"|inability to pay/i.test(detail)) {
    return `account ${account} cannot pay the fee: it needs funds; transfer some to it`;
  }
  const custom = /("custom":|custom error: )(?<number>\d+)/i.exec(detail)?.groups?.["number"];
  if (custom !== undefined) return `the chain has a rule of its own (${custom}) against it`;
  return kinds.find(([said]) => said.test(detail))?.[1] ?? detail;
}
