/** @integration */
import { conform } from "./run.js";
import { OurReactor } from "./testing/our-reactor.js";

// The whole suite on the real reactor: its process, the engine, the platform `local`, workloads; killed and started again.
jest.setTimeout(1_200_000);
const reactor = new OurReactor();
beforeAll(() => reactor.start());
afterAll(() => reactor.close());

test("our reactor keeps every promise, of core and extended", async () => {
  const say = process.env.DINFRA_CONFORMANCE_SAY ? (line: string) => void process.stderr.write(`${line}\n`) : undefined;
  const report = await conform(reactor.subject, { level: "extended", patience: 120_000, ...(say && { say }) });
  expect(report.promises.filter(({ outcome }) => outcome !== "pass")).toEqual([]);
  expect(report).toMatchObject({ conforms: true, left: [], mode: "http, restart" });
});
