import { readFileSync } from "node:fs";
import * as path from "node:path";
import { capabilityNames, capabilityTable, openPlacement, requireCapability } from "@dinfra/port";

const local = openPlacement({ local: {} });
const cloudstack = openPlacement({ cloudstack: { zone: "zone-1" } });
const aws = openPlacement({ aws: { region: "eu-central-1" } });
const kubernetes = openPlacement({ kubernetes: {} });
const platforms = [local, cloudstack, aws, kubernetes];

test("what a platform lacks is refused naming component, platform and way out", () => {
  expect(() => requireCapability("Validator", local, "login")).toThrow(
    'Validator needs "login", which the platform "local" does not have: nobody may log in',
  );
  expect(() => requireCapability("Validator", local, "network")).not.toThrow();
  expect(() => requireCapability("Validator", cloudstack, "sharedNetwork")).not.toThrow();
});

test.each(platforms.map((p) => [p.name, p] as const))("%s answers every row, with a way out", (_name, { platform }) => {
  for (const capability of capabilityNames) {
    const support = platform.capabilities[capability];
    const said = support === true ? "it has it" : "limited" in support ? support.limited : support.lacks;
    expect(said.length).toBeGreaterThan(8);
  }
});

test("the documented table is the real one", () => {
  const docs = readFileSync(path.join(__dirname, "../../docs/platforms.md"), "utf8");
  expect(docs).toContain(capabilityTable(platforms));
});
