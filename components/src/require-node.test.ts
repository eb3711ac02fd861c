import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Network, SubstrateNode } from "./index.js";

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    call: () => ({}),
  }),
);
const { versions } = process;
const on = (node: string) => Object.defineProperty(process, "versions", { value: { ...versions, node } });
afterEach(() => Object.defineProperty(process, "versions", { value: versions }));

test.each(["18.20.8", "20.20.2", "22.12.0"])("on Node %s each component is refused with one line", (version) => {
  on(version);
  for (const component of [Network, SubstrateNode]) {
    const make = () => new component("n", {} as never);
    expect(make).toThrow(expect.objectContaining({ code: "NodeTooOld" }));
    expect(make).toThrow(
      `${component.name} "n": expected Node.js 22.13 or later, found ${version}; put a newer node first on the PATH of pulumi`,
    );
  }
});

test.each(["22.13.0", "24.21.0", "26.0.0"])("on Node %s its arguments are looked at", (version) => {
  on(version);
  expect(() => new Network("n", {} as never)).toThrow(expect.objectContaining({ code: "InvalidArgument" }));
});

test("it is the Node that the package asks for", () => {
  const { engines } = JSON.parse(readFileSync(path.join(__dirname, "..", "package.json"), "utf8")) as {
    engines: { node: string };
  };
  expect(engines.node).toBe(">=22.13");
});
