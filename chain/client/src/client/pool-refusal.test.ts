/** @integration */
import { inWords } from "./pool-refusal.js";

const address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

// Twice each: as the embedded chain says it, and as a node does.
test.each([
  ['1010: {"invalid":{"payment":null}}', `account ${address} cannot pay the fee: it needs funds`],
  [
    "1010: Invalid Transaction: Inability to pay some fees (e.g. account balance too low)",
    `account ${address} cannot pay the fee: it needs funds`,
  ],
  ['1010: {"invalid":{"future":null}}', "its nonce is ahead"],
  ["1010: Invalid Transaction: Transaction will be valid in the future", "its nonce is ahead"],
  ['1010: {"invalid":{"stale":null}}', "its nonce was used before"],
  ["1010: Invalid Transaction: Transaction is outdated", "its nonce was used before"],
  ['1010: {"invalid":{"badProof":null}}', "its signature does not fit"],
  ["1010: Invalid Transaction: Transaction has a bad signature", "its signature does not fit"],
  ['1010: {"invalid":{"ancientBirthBlock":null}}', "signed too long ago"],
  ["1010: Invalid Transaction: Transaction has an ancient birth block", "signed too long ago"],
  ['1010: {"invalid":{"exhaustsResources":null}}', "no room"],
  ["1010: Invalid Transaction: Transaction would exhaust the block limits", "no room"],
  ['1010: {"invalid":{"call":null}}', "does not take this call"],
  ["1010: Invalid Transaction: Transaction call is not expected", "does not take this call"],
  ['1010: {"invalid":{"custom":7}}', "a rule of its own (7)"],
  ["1010: Invalid Transaction: Custom error: 7", "a rule of its own (7)"],
])("%s", (detail, words) => {
  expect(inWords(detail, address)).toContain(words);
});

test("what is not known is said as the endpoint said it", () => {
  expect(inWords('1010: {"unknown":{"cannotLookup":null}}', address)).toBe('1010: {"unknown":{"cannotLookup":null}}');
});
