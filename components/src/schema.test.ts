import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { ComponentProvider } from "@pulumi/pulumi/provider/experimental/provider";
import { ArchivalAutoscalingGroup, LoadBalancedRpcEndpoint, Network, SubstrateNode, ValidatorSentry } from "./index.js";

const dirname = path.join(__dirname, "..");
const committed = path.join(dirname, "schema.json");

type Properties = Record<string, { description?: string }>;

/** What every Pulumi language sees of this package. UPDATE_GOLDEN=1 writes it; its diff is then reviewed. */
test("the package's schema is the committed one", async () => {
  const provider = new ComponentProvider({
    name: "dinfra",
    dirname,
    components: [ArchivalAutoscalingGroup, LoadBalancedRpcEndpoint, Network, SubstrateNode, ValidatorSentry],
  });
  const schema: unknown = JSON.parse(await provider.getSchema());
  if (process.env.UPDATE_GOLDEN) writeFileSync(committed, `${JSON.stringify(schema, null, 2)}\n`);
  expect(schema).toEqual(JSON.parse(readFileSync(committed, "utf8")));
});

test("nothing that is ours alone leaks into it", () => {
  const { resources, types } = JSON.parse(readFileSync(committed, "utf8")) as {
    resources: Record<string, { requiredInputs?: string[]; properties: Properties }>;
    types: Record<string, { properties?: Properties }>;
  };
  expect(Object.keys(resources).sort()).toEqual([
    "dinfra:index:ArchivalAutoscalingGroup",
    "dinfra:index:LoadBalancedRpcEndpoint",
    "dinfra:index:Network",
    "dinfra:index:SubstrateNode",
    "dinfra:index:ValidatorSentry",
  ]);
  expect(Object.keys(resources["dinfra:index:SubstrateNode"]!.properties).sort()).toEqual([
    "endpoint",
    "endpoints",
    "gateway",
    "hostKey",
    "machineId",
    "metrics",
    "physicalName",
    "readiness",
    "resources",
    "setUp",
  ]);
  expect(resources["dinfra:index:SubstrateNode"]!.requiredInputs).toEqual(["chain", "entry", "placement"]);
  const undocumented = Object.entries({ ...resources, ...types }).flatMap(([name, { properties }]) =>
    Object.entries(properties ?? {}).flatMap(([property, { description }]) =>
      description ? [] : `${name}.${property}`,
    ),
  );
  expect(undocumented).toEqual([]);
});
