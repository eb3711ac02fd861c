import { signerFromUri } from "./signer.js";

const phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
const seed = "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";
const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const root = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";

test.each([
  ["a development key", "//Alice", alice],
  ["blanks around it", " \t//Alice \n", alice],
  ["the development phrase with a path", `${phrase}//Alice`, alice],
  ["a phrase", phrase, root],
  ["a phrase with a line's end", `${phrase}\n`, root],
  ["a seed", seed, root],
  ["a seed with a path", `${seed}//Alice`, alice],
])("%s", async (_name, uri, address) => {
  expect((await signerFromUri(uri)).address).toBe(address);
});

test("hard and soft steps and a password make other keys", async () => {
  const uris = [
    "//Alice",
    "//Alice//stash",
    "//Alice/stash",
    `${phrase}/soft`,
    `${phrase}///password`,
    "//Alice///password",
  ];
  const addresses = await Promise.all(uris.map(async (uri) => (await signerFromUri(uri)).address));
  expect(new Set(addresses).size).toBe(uris.length);
});

test.each([
  ["nothing", ""],
  ["blanks", "   "],
  ["a word", "hello"],
  ["words", "nonsense words"],
  ["a name without its slashes", "Alice"],
  ["a word with a path", "hello//Alice"],
  ["a soft step of no phrase", "/Alice"],
  ["slashes alone", "//"],
  ["a password alone", "///password"],
  ["an open path", "//Alice//"],
  ["two lines", "//Alice\n//Bob"],
  ["a phrase and another line", `${phrase}//stash\nmore`],
  ["a phrase that lacks a word", phrase.slice(0, phrase.lastIndexOf(" "))],
  ["a phrase with a wrong checksum", phrase.replace("walk", "bottom")],
  ["a phrase with an unknown word", phrase.replace("walk", "dinfra")],
  ["a seed too short", seed.slice(0, -2)],
  ["a seed too long", `${seed}00`],
  ["a seed without its 0x", seed.slice(2, 34)],
  ["a seed with a password, which it cannot have", `${seed}///password`],
  ["an address", alice],
])("refused, and not shown back: %s", async (_name, uri) => {
  const failure = (await signerFromUri(uri).catch((error: unknown) => error)) as Error;
  expect(failure).toMatchObject({
    code: "BadSecretUri",
    retryable: false,
    message:
      "the key is not a secret URI: expected //Name, a mnemonic phrase, or a 32-byte hex seed, with an optional path",
  });
});
