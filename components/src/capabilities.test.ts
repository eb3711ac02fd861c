import { readFileSync } from "node:fs";
import * as path from "node:path";
import { capabilityNames, capabilityTable, openPlacement, requireCapability } from "@dinfra/port";

const local = openPlacement({ local: {} });

test("what a platform lacks is refused naming component, platform and way out", () => {
  expect(() => requireCapability("Validator", local, "login")).toThrow(
    'Validator needs "login", which the platform "local" does not have: nobody may log in',
  );
  expect(() => requireCapability("Validator", local, "network")).not.toThrow();
});

test("every platform answers every row with a way out", () => {
  for (const capability of capabilityNames) {
    const support = local.platform.capabilities[capability];
    expect(support === true || support.lacks.length > 10).toBe(true);
  }
});

test("the documented table is the real one", () => {
  const docs = readFileSync(path.join(__dirname, "../../docs/platforms.md"), "utf8");
  expect(docs).toContain(capabilityTable([local]));
});
