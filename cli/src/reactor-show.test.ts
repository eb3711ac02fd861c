import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typed } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-"));
const token = join(folder, "api-token");
writeFileSync(token, "secret\n");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = "2026-12-01T10:00:00.000Z";
const end = { by: "consumer", reason: "FundsSpent", at };
const settled = { block: 1_234, paid: "30000000000", refunded: "2470000000000" };
const deployment = {
  ...{ id: "7.1", epoch: "e-1", phase: "TearingDown", generation: 2, observedGeneration: 2 },
  ...{ conditions: [], endpoints: [], timings: { acceptedAt: at } },
};
const outputs = { epoch: "e-1", id: "7.1", generation: 2, endpoints: [{ name: "rpc", url: "ws://127.0.0.2:20000" }] };
const problem = (code: string) => ({ type: `urn:dinfra:problem:${code}`, title: code, detail: `${code} in its words` });

/** What `dinfra reactor show 7.1` says to a reactor that has these answers; anything else is unknown to it. */
async function show(answers: Record<string, object>, ...options: string[]) {
  const server = createServer(({ url }, response) => {
    const found = answers[url!];
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(found ?? problem(url!.endsWith("/outputs") ? "unknown-route" : "unknown-deployment")));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await typed("reactor", "show", "7.1", "--reactor", url, "--token-file", token, ...options);
  } finally {
    await new Promise((closed) => server.close(closed));
  }
}

test.each([
  [
    "all of it",
    { ...end, ...settled },
    [/ended +block 1234, funds spent\n/, /by +consumer\n/, /amounts +30 mUNIT paid, 2\.47 UNIT came back/],
    [],
  ],
  [
    "a subscription that goes on",
    { ...end, block: 5, paid: "0" },
    [/block 5/, /amounts +0 UNIT paid$/m],
    [/came back/],
  ],
  ["an older sidecar", end, [/ended +funds spent\n/, /by +consumer/], [/block/, /paid/]],
  ["nobody who said why", { by: "unknown", reason: "", at }, [/ended +2026-12-01T10:00:00.000Z/], [/unknown/, /by /]],
])("how it ended, as told by %s", async (_by, told, there, notThere) => {
  const { code, out } = await show({ "/v1/deployments/7.1": { ...deployment, end: told } });
  expect(code).toBe(0);
  for (const one of there) expect(out).toMatch(one);
  for (const one of notThere) expect(out).not.toMatch(one);
});

test("one that has not ended says nothing of an end", async () => {
  const { out } = await show({ "/v1/deployments/7.1": { ...deployment, phase: "Deployed" } });
  expect(out).not.toMatch(/ended|amounts/);
});

test("one that is gone: how it ended and what it gave, for as long as that is kept", async () => {
  const kept = { ...outputs, end: { ...end, ...settled, tornDownAt: at }, keptUntil: "2027-01-01T00:00:00.000Z" };
  const answers = { "/v1/deployments/7.1/outputs": kept };
  const { code, out } = await show(answers);
  expect(code).toBe(0);
  for (const one of [/7\.1/, /gone/, /block 1234, funds spent/, /30 mUNIT paid, 2\.47 UNIT came back/, /2027-01-01/])
    expect(out).toMatch(one);
  expect(JSON.parse((await show(answers, "--json")).out)).toEqual(kept);
});

test("one that is not known and was not: the reactor is heard in its own words", async () => {
  expect(await show({})).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining("unknown-deployment in its words"),
  });
});

test("a reactor's words do not act on a terminal", async () => {
  const told = { ...end, reason: "Fu\u001b[2Jnds", paid: "1\u001b[2J" };
  const { out } = await show({ "/v1/deployments/7.1": { ...deployment, end: told } });
  expect(out).not.toContain("\u001b");
});
