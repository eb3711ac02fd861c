import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { differenceOf } from "./diff.js";
import { rules } from "./rules.js";

const sdk = dirname(require.resolve("@pulumi/aws/package.json"));

/** Arguments of a resource in the installed SDK: name, and whether it has to be given. */
function argsOf(file: string): Map<string, boolean> {
  const text = readFileSync(join(sdk, `${file}.d.ts`), "utf8");
  const args = text.slice(text.search(/export interface \w+Args \{/));
  return new Map([...args.matchAll(/^ {4}(\w+)(\??):/gm)].map(([, name, optional]) => [name!, optional === ""]));
}

test.each(Object.entries(rules))("%s: inputs and required inputs are those of the SDK", (_type, rule) => {
  const args = argsOf(rule.sdk);
  expect(args.size).toBeGreaterThanOrEqual(3);
  expect([...rule.required].sort()).toEqual([...args].flatMap(([name, needed]) => (needed ? [name] : [])).sort());
  expect(rule.inputs.filter((name) => !args.has(name))).toEqual([]);
  const inputs = [...rule.required, ...rule.inputs];
  expect(rule.replaces.filter((path) => !inputs.includes(path.split(".")[0]!))).toEqual([]);
});

test.each([
  ["nothing", { size: 1, iops: 3000 }, { size: 1 }, { size: 1 }, [], []],
  ["a value", { size: 1 }, { size: 1 }, { size: 2 }, ["size"], []],
  [
    "a value that replaces",
    { encrypted: true },
    { encrypted: true },
    { encrypted: false },
    ["encrypted"],
    ["encrypted"],
  ],
  ["a tag less", { tags: { a: "1", b: "2" } }, { tags: { a: "1", b: "2" } }, { tags: { a: "1" } }, ["tags"], []],
  ["a value no longer said", { kmsKeyId: "k" }, { kmsKeyId: "k" }, {}, ["kmsKeyId"], ["kmsKeyId"]],
])("difference of a volume: %s", (_what, was, said, wanted, changed, replaced) => {
  expect(differenceOf("aws:ebs/volume:Volume", was, said, wanted)).toEqual({ changed, replaced });
});

test("difference inside of an object, and of a list in another order", () => {
  const disk = (size: number, encrypted: boolean) => ({ rootBlockDevice: { size, encrypted } });
  const type = "aws:ec2/instance:Instance";
  expect(differenceOf(type, disk(20, true), disk(20, true), disk(30, true)).replaced).toEqual([]);
  expect(differenceOf(type, disk(20, true), disk(20, true), disk(20, false)).replaced).toEqual([
    "rootBlockDevice.encrypted",
  ]);
  const groups = (...securityGroups: string[]) => ({ subnetId: "subnet-1", securityGroups });
  const card = "aws:ec2/networkInterface:NetworkInterface";
  expect(differenceOf(card, groups("a", "b"), groups("a", "b"), groups("b", "a")).changed).toEqual([]);
});
