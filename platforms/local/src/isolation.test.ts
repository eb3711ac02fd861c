import type { Workload } from "@dinfra/port";
import { isolate, isolationOf, lookAtIsolation, programIsolation } from "./isolation.js";

const workload = {
  services: [
    {
      name: "node",
      program: { command: "/opt/node/bin/node", args: [] },
      assets: [
        { name: "chain", path: "/srv/specs/chain.json" },
        { name: "fetched", url: "https://x.example/y" },
      ],
    },
    { name: "bare", program: { command: "sh", args: [] } },
  ],
} as unknown as Workload;

test("nothing said is nothing asked for", () => {
  expect(isolationOf({})).toBeUndefined();
  expect(programIsolation({}, workload, "node")).toBeUndefined();
});

test("with a uid of its own a program is given the range, and nothing to read", () => {
  const settings = { isolation: "own-user", uids: { first: 200_000, count: 10 }, readable: ["/x"] } as const;
  const wanted = { kind: "own-user", firstUid: 200_000, uidCount: 10 };
  expect(programIsolation({ ...settings, readable: ["/x"] }, workload, "node")).toEqual(wanted);
});

test.each([
  ["its program and the catalogue's files", undefined, "node", ["/opt/node/bin/node", "/srv/specs/chain.json"]],
  ["and what the profile says", ["/opt/lib"], "node", ["/opt/lib", "/opt/node/bin/node", "/srv/specs/chain.json"]],
  ["each once", ["/opt/node/bin/node"], "node", ["/opt/node/bin/node", "/srv/specs/chain.json"]],
  ["nothing of a program that is found by its name", undefined, "bare", []],
])("with namespaces of its own it may read %s", (_, readable, service, wanted) => {
  const settings = { isolation: "namespaces" as const, ...(readable && { readable }) };
  expect(programIsolation(settings, workload, service)).toEqual({ kind: "namespaces", readable: wanted });
});

test("the shared user is accepted by name, and nothing is moved to it", async () => {
  expect(await lookAtIsolation({ isolation: "shared-user" })).toMatchObject({ ok: true });
  await expect(isolate({ isolation: "shared-user" }, "o")).rejects.toThrow(/"own-user" or "namespaces"/);
});

/** As which user the tests run is not theirs to choose; each user can have one of the two at most. */
test("where workloads cannot be isolated as it is wanted, that is said in words, with what else there is", async () => {
  const isolation = process.getuid?.() === 0 ? "namespaces" : "own-user";
  const { ok, detail } = await lookAtIsolation({ root: "/nonexistent", isolation });
  expect(ok).toBe(false);
  expect(detail).toContain(isolation === "namespaces" ? "take own-user" : "take namespaces");
  expect(detail).toContain('"isolation": "shared-user" in the profile');
});
