import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typed } from "../testing.js";
import { parseOutputsFile, targetsOf } from "./outputs.js";
import { serveTargets } from "./serve.js";
import { targetGroups } from "./targets.js";

const target = (n: number, change: object = {}) => ({
  ...{ job: "substrate", address: `10.0.0.${n}:9615`, path: "/metrics", node: `node-${n}`, role: "full" },
  ...change,
});
const group = (n: number, labels: object = {}) => ({
  targets: [`10.0.0.${n}:9615`],
  labels: { ...labels, job: "substrate", node: `node-${n}`, role: "full", __metrics_path__: "/metrics" },
});

test.each<[string, unknown, object[]]>([
  ["an output of one component", { metrics: [target(1)] }, [group(1)]],
  [
    "outputs anywhere, sorted, each once",
    { b: { deep: [[target(2)], target(1)] }, a: [target(2)] },
    [group(1), group(2)],
  ],
  ["what is no target", { endpoint: "ws://10.0.0.1:9944", endpoints: [{ name: "rpc", url: "ws://x" }], n: null }, []],
  ["half a target", { a: [target(1, { path: undefined })], b: target(2, { more: 1 }), c: target(3, { role: "" }) }, []],
  ["no outputs", {}, []],
])("%s", (_what, outputs, expected) => {
  expect(targetGroups(outputs)).toEqual(expected);
});

test.each([
  ["out/prod.json", { stack: "prod", file: "out/prod.json" }],
  ["prod=a=b.json", { stack: "prod", file: "a=b.json" }],
  ["./a b=c", { stack: "a b=c", file: "./a b=c" }],
])("a file of outputs: %s", (text, expected) => {
  expect(parseOutputsFile(text)).toEqual(expected);
});

describe("files of outputs", () => {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-sd-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, value: unknown) => {
    writeFileSync(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
    return join(folder, name);
  };

  test("are printed for file_sd_configs, with the stack as a label", async () => {
    const { code, out } = await typed("prometheus-sd", `prod=${write("a.json", { metrics: [target(1)] })}`);
    expect([code, JSON.parse(out)]).toEqual([0, [group(1, { stack: "prod" })]]);
  });

  test.each<[string, string, string]>([
    ["that is not there", join(folder, "none.json"), "found ENOENT"],
    ["that is no JSON", write("text.json", "Current stack outputs:"), "found other text"],
    ["without a target", write("empty.json", { endpoint: "ws://x" }), "expected an output of a component's metrics"],
  ])("one %s: exit code 2, and nothing is printed", async (_what, file, words) => {
    const { code, out, err } = await typed("prometheus-sd", file);
    expect({ code, out, said: err.includes(words) }).toEqual({ code: 2, out: "", said: true });
  });

  test("are served as they are at that moment; what cannot be read ends no target", async () => {
    const file = write("live.json", { metrics: [target(1)] });
    const said: string[] = [];
    const read = () => targetsOf([{ stack: "s", file }]);
    const served = await serveTargets({ host: "127.0.0.1", port: 0 }, read, (problem) => void said.push(problem));
    try {
      const get = async (url = served.url) => {
        const answer = await fetch(url);
        return [answer.status, answer.headers.get("content-type"), await answer.text()] as const;
      };
      expect(await get()).toEqual([200, "application/json", JSON.stringify([group(1, { stack: "s" })])]);
      write("live.json", { metrics: [target(1), target(2)] });
      expect(JSON.parse((await get())[2])).toHaveLength(2);
      write("live.json", "{");
      expect((await get()).slice(0, 2)).toEqual([503, "text/plain"]);
      expect(said).toEqual([expect.stringContaining("found other text")]);
      expect((await get(served.url.replace("targets", "")))[0]).toBe(404);
    } finally {
      await served.close();
    }
  });
});
