import { Architecture } from "@dinfra/port";
import { programOf, type CatalogueEntryArgs } from "./catalogue-entry.js";

const digest = `sha256:${"a".repeat(64)}`;
const publicKey = `RW${"A".repeat(54)}`;
const entry = (change: object): CatalogueEntryArgs => ({
  ...{ name: "polkadot", version: "1", digest, url: "polkadot.tar.gz", archive: "bin/polkadot" },
  ...change,
});

test("a signature lies beside what is signed, where nobody says otherwise", () => {
  expect(programOf(entry({ signature: { publicKey } })).signature).toEqual({
    publicKey,
    url: "polkadot.tar.gz.minisig",
  });
  const elsewhere = { publicKey, url: "https://example.com/polkadot.minisig" };
  expect(programOf(entry({ signature: elsewhere })).signature).toEqual(elsewhere);
  const artifacts = [{ architecture: Architecture.Amd64, url: "p.zip", digest, signature: { publicKey } }];
  const { sources } = programOf({ name: "polkadot", version: "1", artifacts });
  expect(sources!["amd64"]!.signature).toEqual({ publicKey, url: "p.zip.minisig" });
  expect(programOf(entry({}))).not.toHaveProperty("signature");
});

test.each([
  ["another kind of key", { signature: { publicKey: "ssh-ed25519 AAAA" } }, "entry.signature.publicKey"],
  ["an address that is not checked", { signature: { publicKey, url: "http://x/y" } }, "entry.signature.url"],
  ["a signature of nothing", { signature: { publicKey }, url: undefined, archive: undefined }, "entry.signature"],
])("%s is refused by its name", (_name, change, argument) => {
  expect(() => programOf(entry(change))).toThrow(argument);
});
