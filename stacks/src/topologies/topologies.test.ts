import { readFileSync } from "node:fs";
import * as path from "node:path";
import { checkedConfig, configSchema } from "@dinfra/components";
import { createAjv } from "@dinfra/schemas";
import { topologies } from "./index.js";

const files = path.join(__dirname, "..", "..", "topologies");
const node = { placement: '{"local":{}}', entry: '{"name":"x","version":"1"}', chain: "dev" };

/** A configuration that is whole. */
const whole: Record<string, Record<string, string>> = {
  archive: node,
  "rpc-service": { ...node, proxy: '{"name":"haproxy","version":"2.6"}', nodes: "3" },
  "validator-sentries": { ...node, sentries: "2", rotation: "1" },
};

describe.each(topologies.map((topology) => [topology.name, topology] as const))("%s", (name, topology) => {
  const check = (config: Record<string, string>) => checkedConfig(`configuration of ${name}`, topology.keys, config);

  test("the schema of its configuration takes what the program takes", () => {
    const validate = createAjv().compile(configSchema(topology.title, topology.keys));
    expect(validate(check(whole[name]!))).toBe(true);
    expect(validate({ ...check(whole[name]!), entri: {} })).toBe(false);
  });

  test("its folder is a Pulumi project of its name", () => {
    expect(readFileSync(path.join(files, name, "Pulumi.yaml"), "utf8")).toContain(`name: ${name}\n`);
  });

  test("texts become what they say", () => {
    expect(check(whole[name]!)).toMatchObject({ placement: { local: {} }, chain: "dev" });
  });

  test.each<[string, Record<string, string>, string]>([
    ["a wrong key", { entri: "{}" }, "entri: there is no such argument; did you mean entry?"],
    [
      "a wrong key further down",
      { placement: '{"locl":{}}' },
      "placement.locl: there is no such argument; did you mean",
    ],
    ["no JSON", { resources: "much" }, 'resources: expected JSON, found "much"'],
    ["a wrong type", { entry: "[]" }, "entry: expected an object with name, version, found []"],
  ])("%s is refused by name", (_what, change, line) => {
    expect(() => check({ ...whole[name], ...change })).toThrow(`configuration of ${name}: ${line}`);
  });

  test("what is required and missing is refused by name", () => {
    expect(() => check({})).toThrow(`configuration of ${name}: chain: expected a text, found nothing; give it`);
  });
});
