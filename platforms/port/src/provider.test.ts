import * as pulumi from "@pulumi/pulumi";
import { agreed, requireAgreement, withProvider } from "./provider.js";

class Account extends pulumi.ProviderResource {
  constructor(name: string, inputs: Record<string, unknown>, opts?: pulumi.ResourceOptions) {
    super("toycloud", name, inputs, opts);
  }
}
class Machine extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super("toycloud:index:Machine", name, {}, opts);
  }
}
/** A component as ours are, whose driver makes two resources. */
class Node extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions, apiUrl?: string) {
    super("toy:index:Node", name, {}, opts);
    for (const part of ["a", "b"]) {
      const make = (of: pulumi.CustomResourceOptions) =>
        apiUrl ? new Account(`${name}-account`, { apiUrl }, of) : undefined;
      new Machine(`${name}-${part}`, withProvider("toycloud", { parent: this }, make));
    }
  }
}

const made: { name: string; provider?: string; inputs: Record<string, unknown> }[] = [];
beforeEach(async () => {
  made.length = 0;
  await pulumi.runtime.setMocks({
    newResource: ({ name, provider, inputs }) => {
      made.push({ name, provider, inputs });
      return { id: `${name}-id`, state: inputs };
    },
    call: () => ({}),
  });
});

/** Name of the provider that each machine was made with. */
async function providers(): Promise<Record<string, string>> {
  await pulumi.runtime.disconnect();
  const machines = made.filter(({ name }) => /-[ab]$/.test(name));
  return Object.fromEntries(machines.map(({ name, provider = "" }) => [name, provider.split("::").at(-2) ?? ""]));
}

test("two accounts in one program: each component's resources are made with the provider that it was given", async () => {
  const [north, south] = ["north", "south"].map((name) => new Account(name, { apiUrl: `https://${name}` }));
  new Node("one", { providers: [north!] }, "https://settings");
  new Node("two", { providers: { toycloud: south! } }, "https://settings");
  expect(await providers()).toEqual({ "one-a": "north", "one-b": "north", "two-a": "south", "two-b": "south" });
});

test("a provider of what is above the component counts, too", async () => {
  const above = new pulumi.ComponentResource("toy:index:Group", "group", {}, { providers: [new Account("north", {})] });
  new Node("one", { parent: above }, "https://settings");
  expect(await providers()).toEqual({ "one-a": "north", "one-b": "north" });
});

test("without one the settings make one for the component, and without settings Pulumi's default is used", async () => {
  new Node("one", {}, "https://settings");
  new Node("two", {});
  expect(await providers()).toEqual({ "one-a": "one-account", "one-b": "one-account", "two-a": "", "two-b": "" });
  expect(made.filter(({ name }) => name.endsWith("-account"))).toMatchObject([
    { inputs: { apiUrl: "https://settings" } },
  ]);
});

test("provider and settings that speak of two accounts are refused", () => {
  expect(() => agreed("placement.toy.apiUrl", "https://a", "https://b")).toThrow(
    expect.objectContaining({
      code: "ProviderDisagrees",
      message: expect.stringContaining('found "https://a" and "https://b"'),
    }),
  );
  expect(() => agreed("key", "s3cret", "0ther", "hidden")).toThrow(/found two different ones; (?!.*(s3cret|0ther))/);
  expect([agreed("x", "a", "a"), agreed("x", undefined, "b"), agreed("x", "a")]).toEqual(["a", "b", "a"]);
});

describe("in a preview, which does not know an output that is absent", () => {
  class Named extends pulumi.ProviderResource {
    declare readonly region: pulumi.Output<string>;
    declare readonly profile: pulumi.Output<string | undefined>;
    constructor(name: string) {
      super("toycloud", name, { region: "north", profile: undefined });
    }
  }
  /** Every promise of an output is awaited: a refusal rejects them all. */
  async function outcome(output: pulumi.Output<unknown>): Promise<unknown[]> {
    const { isKnown, isSecret } = output as unknown as Record<"isKnown" | "isSecret", Promise<boolean>>;
    const { promise, allResources } = output as unknown as Record<"promise" | "allResources", () => Promise<unknown>>;
    const all = [isKnown, promise.call(output), isSecret, allResources.call(output)];
    await Promise.allSettled(all);
    return Promise.all(all.slice(0, 2));
  }

  beforeEach(() =>
    pulumi.runtime.setMocks(
      { newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }), call: () => ({}) },
      "project",
      "stack",
      true,
    ),
  );

  test("the provider's silence leaves the answer known, or each preview would show a change", async () => {
    const { profile } = new Named("north");
    expect(await outcome(profile)).toEqual([false, undefined]);
    expect(await outcome(requireAgreement("profile", "mine", profile))).toEqual([true, "mine"]);
  });

  test("a disagreement is refused", async () => {
    const { region } = new Named("north");
    await expect(outcome(requireAgreement("region", "south", region))).rejects.toMatchObject({
      code: "ProviderDisagrees",
    });
  });
});
