/** @integration */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typed } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-spec-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a chain specification is written where it is wanted, and said in one line", async () => {
  const file = join(folder, "spec.json");
  const { code, out, err } = await typed(
    ...["chain", "spec", "--preset", "local_testnet", "--para-id", "2001", "--relay-chain", "westend-local"],
    ...["--collator", "//Charlie", "--endow", "//Dave=2.5UNIT", "--output", file],
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/spec\.json: DINFRA Local, para id 2001 on westend-local, [0-9]+ entries/);
  const spec = JSON.parse(readFileSync(file, "utf8")) as { genesis: { raw: { top: Record<string, string> } } };
  expect(spec).toMatchObject({ para_id: 2001, relay_chain: "westend-local", chainType: "Local" });
  expect(spec.genesis.raw.top["0x3a636f6465"]).toMatch(/^0x52bc5376/);
});

test("what was written is said in JSON when that is asked for", async () => {
  const file = join(folder, "spec-json.json");
  const { code, out } = await typed("chain", "spec", "--output", file, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    file,
    name: expect.any(String) as string,
    paraId: 2000,
    relayChain: "rococo-local",
    entries: expect.any(Number) as number,
  });
});

test.each<[string, string[], string]>([
  ["no such preset", ["--preset", "mainnet"], "Allowed choices are development, local_testnet"],
  ["a para id in words", ["--para-id", "two"], "para id: expected a whole number"],
  ["para id 0", ["--para-id", "0"], "para id 0: expected a whole number from 1"],
  ["an endowment without amount", ["--endow", "//Dave"], "expected account=amount"],
  ["a boot node in words", ["--boot-node", "nonsense"], "boot node: expected a multiaddr such as /dns/"],
  ["a boot node without its key", ["--boot-node", "/ip4/127.0.0.1/tcp/30333"], 'found "/ip4/127.0.0.1/tcp/30333"'],
  [
    "a folder that is not there",
    ["--output", join(folder, "none", "spec.json")],
    `expected a folder ${join(folder, "none")}`,
  ],
  ["a live chain with keys that everybody knows", ["--chain-type", "Live"], "known to everybody"],
])("refused: %s", async (_what, wrong, words) => {
  const { code, out, err } = await typed("chain", "spec", ...wrong);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(words);
});

test("a boot node goes into the specification as it was given", async () => {
  const node = "/dns/boot.example.org/tcp/30333/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
  const { code, out } = await typed("chain", "spec", "--boot-node", node);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ bootNodes: [node] });
});
