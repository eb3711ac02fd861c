import { readFileSync } from "node:fs";
import * as path from "node:path";
import { capabilityNames, capabilityTable, requireCapability } from "./capabilities.js";
import { local } from "./local/index.js";

test("what a platform lacks is refused naming component, platform and way out", () => {
  expect(() => requireCapability("Validator", local, "secretStore")).toThrow(
    'Validator needs "secretStore", which the platform "local" does not have: use a platform with a secret store',
  );
  expect(() => requireCapability("Validator", local, "network")).not.toThrow();
});

test("every platform answers every row with a way out", () => {
  for (const capability of capabilityNames) {
    const support = local.capabilities[capability];
    expect(support === true || support.lacks.length > 10).toBe(true);
  }
});

test("the documented table is the real one", () => {
  const docs = readFileSync(path.join(__dirname, "../../../docs/platforms.md"), "utf8");
  expect(docs).toContain(capabilityTable([local]));
});
