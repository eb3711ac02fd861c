import { readFileSync } from "node:fs";
import * as path from "node:path";
import { ComponentError } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { checkedArgs } from "./checked-args.js";
import { mockEngine } from "./testing/mocks.js";

beforeEach(() => mockEngine());
afterEach(() => pulumi.runtime.disconnect());

interface Spec {
  type?: string;
  $ref?: string;
  plain?: boolean;
  items?: Spec;
  optional?: boolean;
}
interface Schema {
  resources: Record<string, { inputProperties: Record<string, Spec> }>;
  types: Record<string, { properties?: Record<string, Spec>; enum?: { value: string }[] }>;
}
const schema = JSON.parse(readFileSync(path.join(__dirname, "..", "schema.json"), "utf8")) as Schema;
const typeOf = ({ $ref = "" }: Spec) => schema.types[$ref.replace("#/types/", "")];

/** A value that fits, with every field. */
function example(spec: Spec): unknown {
  const type = typeOf(spec);
  if (type?.enum) return type.enum[0]!.value;
  if (type?.properties) {
    return Object.fromEntries(Object.entries(type.properties).map(([name, field]) => [name, example(field)]));
  }
  if (spec.type === "array") return [example(spec.items!)];
  return { string: "text", number: 1, boolean: true, object: {} }[spec.type ?? "object"];
}

interface Argument {
  component: string;
  /** Names from the arguments down to it. */
  at: string[];
  spec: Spec;
  /** Whether a value of an object that is itself an input is meant, which may come as an output as a whole. */
  plain: boolean;
}

function argumentsOf(component: string, fields: Record<string, Spec>, above: string[] = []): Argument[] {
  return Object.entries(fields).flatMap(([name, spec]) => {
    const at = [...above, name];
    const type = typeOf(spec);
    return [
      { component, at, spec, plain: spec.plain === true },
      ...(type?.properties ? argumentsOf(component, type.properties, at) : []),
    ];
  });
}

const components = Object.entries(schema.resources).map(([token, { inputProperties }]) => ({
  component: token.replace("dinfra:index:", ""),
  inputProperties,
}));
/** Every public argument of every component, the nested ones too. */
const all = components.flatMap(({ component, inputProperties }) => argumentsOf(component, inputProperties));
const whole = (component: string) => {
  const { inputProperties } = components.find((c) => c.component === component)!;
  return Object.fromEntries(Object.entries(inputProperties).map(([name, spec]) => [name, example(spec)]));
};

function put(args: object, [name, ...rest]: string[], value: unknown): object {
  if (rest.length === 0) return { ...args, [name!]: value };
  return { ...args, [name!]: put((args as Record<string, object>)[name!]!, rest, value) };
}

/** The lines of the refusal. */
function lines(component: string, args: unknown): string[] {
  try {
    checkedArgs(component, "it", args as object);
  } catch (error) {
    expect(error).toBeInstanceOf(ComponentError);
    expect(error).toMatchObject({ code: "InvalidArgument", retryable: false });
    return (error as Error).message.split("\n");
  }
  return [];
}

const wrong = (spec: Spec): unknown => (spec.type === "string" ? 17 : "wrong");
const isAny = ({ $ref }: Spec) => $ref === "pulumi.json#/Any";
const table = all.filter(({ spec }) => !isAny(spec)).map((a) => [`${a.component} ${a.at.join(".")}`, a] as const);

test("there are arguments to try, and what fits passes unchanged", () => {
  expect(table.length).toBeGreaterThan(40);
  for (const { component } of components)
    expect(checkedArgs(component, "it", whole(component))).toEqual(whole(component));
});

describe.each(table)("%s", (_, { component, at, spec, plain }) => {
  const where = `${component} "it": ${at.join(".")}`;

  test("of a wrong type is one line that names it", () => {
    expect(lines(component, put(whole(component), at, wrong(spec)))).toEqual([
      expect.stringMatching(new RegExp(`^${where}: expected .*, found (17|"wrong")$`)),
    ]);
  });

  test("misspelt is one line that names it and the right spelling", () => {
    const misspelt = [...at.slice(0, -1), `${at.at(-1)}x`];
    expect(lines(component, put(whole(component), misspelt, example(spec)))).toEqual([
      `${where}x: there is no such argument; did you mean ${at.join(".")}?`,
    ]);
  });

  test.each([undefined, null])("%s is one line that names it, or is as if it were not given", (nothing) => {
    const found = lines(component, put(whole(component), at, nothing));
    if (spec.optional) expect(found).toEqual([]);
    else expect(found).toEqual([expect.stringMatching(new RegExp(`^${where}: expected .*; give it$`))]);
  });

  if (plain) {
    test("as an output is one line that names it", () => {
      expect(lines(component, put(whole(component), at, pulumi.output(example(spec))))).toEqual([
        expect.stringMatching(new RegExp(`^${where}: expected .*, found an output; .*`)),
      ]);
    });
    return;
  }

  const resolved = async (value: unknown) => {
    const checked = checkedArgs(
      component,
      "it",
      put(whole(component), at, pulumi.output(value)) as Record<string, unknown>,
    );
    const found = at.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], checked);
    const output = found as { promise(): Promise<unknown> } & Record<"isKnown" | "isSecret", Promise<boolean>> & {
        allResources(): Promise<unknown>;
      };
    // A refused output rejects everything that can be asked of it.
    await Promise.allSettled([output.isKnown, output.isSecret, output.allResources(), output.promise()]);
    return output.promise();
  };

  test("as an output is checked when it resolves", async () => {
    expect(await resolved(example(spec))).toEqual(example(spec));
    await expect(resolved(wrong(spec))).rejects.toThrow(new RegExp(`^${where}: expected .*, found (17|"wrong")$`));
    if (spec.optional) expect(await resolved(undefined)).toBeUndefined();
    else await expect(resolved(undefined)).rejects.toThrow(`${where}: expected`);
  });
});

test("every refused argument has its line", () => {
  expect(lines("SubstrateNode", { entry: 3, chian: "dev" })).toEqual([
    'SubstrateNode "it": chian: there is no such argument; did you mean chain?',
    'SubstrateNode "it": placement: expected an object with local, cloudstack, aws, kubernetes, custom, machines, protectData, owner, found nothing; give it',
    'SubstrateNode "it": entry: expected an object with name, version, found 3',
    'SubstrateNode "it": chain: expected a text, found nothing; give it',
  ]);
});

test.each([undefined, null, "dev", ["dev"]])("%j instead of arguments", (args) => {
  expect(lines("Network", args)).toEqual([
    expect.stringMatching(/^Network "it": the arguments: expected an object with placement, existing, size, found /),
  ]);
});

test("what is not a number, and texts without end", () => {
  expect(lines("SubstrateNode", { ...whole("SubstrateNode"), index: NaN })).toEqual([
    'SubstrateNode "it": index: expected a number, found NaN',
  ]);
  const [line] = lines("SubstrateNode", { ...whole("SubstrateNode"), index: "9".repeat(10_000) });
  expect(line!.length).toBeLessThan(200);
});
