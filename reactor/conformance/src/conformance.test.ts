/** @integration */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { promises, promisesOf } from "./promises.js";
import { junitOf, markdownOf, yamlOf, type Report } from "./report.js";
import { conform } from "./run.js";
import { startMemoryReactor } from "./testing/memory-reactor.js";

/** What takes seconds of waiting is tried on the real reactor. */
const extended = promises
  .filter(({ level, needs, id }) => level === "extended" && needs !== "restart" && id !== "slow-request")
  .map(({ id }) => id);
let reactor: Awaited<ReturnType<typeof startMemoryReactor>>;
let report: Report;

beforeAll(async () => {
  reactor = await startMemoryReactor();
  report = await conform(reactor, { patience: 20_000, level: "core" });
});
afterAll(() => reactor.close());

test("our reactor keeps every promise of the core, and nothing is left of the run", () => {
  expect(report.promises.filter(({ outcome }) => outcome !== "pass").map(({ id, problems }) => [id, problems])).toEqual(
    [],
  );
  expect(report).toMatchObject({ conforms: true, level: "core", left: [], mode: "http" });
  expect(report.promises.map(({ id }) => id)).toEqual(promisesOf("core").map(({ id }) => id));
  expect([reactor.bench.store.size, [...reactor.bench.platform.running]]).toEqual([0, []]);
});

test("it keeps those of level extended too, as far as they need no restart", async () => {
  const { promises: tried } = await conform(reactor, { level: "extended", patience: 20_000, only: extended });
  expect(tried.filter(({ outcome }) => outcome === "fail").map(({ id, problems }) => [id, problems])).toEqual([]);
  expect(tried.filter(({ outcome }) => outcome === "pass").map(({ id }) => id)).toEqual(
    expect.arrayContaining(extended),
  );
});

test("the report says what was run, with which result and how to do it again, for machines and for people; no token", () => {
  expect(parse(yamlOf(report))).toEqual(report);
  expect(report).toMatchObject({
    format: "reactor-conformance/v1",
    suite: { version: "0.1.0", document: { version: "1.4.0", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    reactor: { name: "in memory", url: reactor.url },
    reproduce: expect.stringMatching(/^npx @dinfra\/reactor-conformance@0\.1\.0 --url http.* --level core --seed 1 /),
  });
  const xml = junitOf(report);
  expect(xml.match(/<testcase /g)).toHaveLength(report.promises.length);
  expect(xml).toContain(`tests="${report.promises.length}" failures="0" skipped="0"`);
  const markdown = markdownOf(report);
  expect(markdown).toContain("# in memory: conforms, level core");
  for (const text of [yamlOf(report), xml, markdown]) expect(text).not.toContain(reactor.token);
});

test("what is not run is no pass, and is reported with its reason", async () => {
  const { token: _token, ...without } = reactor;
  await expect(conform(without)).rejects.toThrow("expected a token that opens it, found none");
  const some = await conform(reactor, { only: ["epoch", "deployed"], patience: 20_000 });
  expect(some).toMatchObject({ conforms: false, counts: { pass: 2, fail: 0 } });
  expect(some.promises.find(({ id }) => id === "receipt")).toMatchObject({
    outcome: "not-run",
    problems: ["left out by --only"],
  });
  expect(junitOf(some)).toContain('<skipped message="left out by --only"/>');
  expect(markdownOf(some)).toContain("does not conform");
});

test("a reactor that somebody uses is left alone", async () => {
  const { bench } = reactor;
  bench.reconciler.wish("7.1", bench.store.owner!, {
    ...{ generation: 1, typeId: `0x${"2".repeat(64)}`, cid: "bagcid1", consumer: "", login: [] },
  });
  const { sequence } = bench.store;
  await expect(conform(reactor)).rejects.toThrow("expected a reactor without deployments, found some");
  expect(bench.store.get("7.1")).toMatchObject({ wanted: "present" });
  expect(bench.store.sequence - sequence).toBeLessThan(5);
  bench.store.forget("7.1");
});

test("the table of promises in the documentation is current, and no id is there twice", () => {
  execFileSync(process.execPath, [join(__dirname, "..", "promises.mjs"), "--check"], { stdio: "pipe" });
  const tutorial = readFileSync(join(__dirname, "../../../docs/reactor-in-another-language.md"), "utf8");
  expect(promisesOf("core").filter(({ id }) => !tutorial.includes(`\`${id}\``))).toEqual([]);
  const ids = promises.map(({ id }) => id);
  expect(ids).toHaveLength(new Set(ids).size);
});
