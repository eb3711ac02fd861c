/** @integration */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const root = path.join(__dirname, "..", "..");
const folder = mkdtempSync(path.join(tmpdir(), "dinfra-reference-"));
afterAll(() => rmSync(folder, { recursive: true }));

function reference(...args: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, "tools", "reference.mjs"), ...args], {
    encoding: "utf8",
  });
  return { status, said: stderr };
}

test("docs/reference is what npm run reference writes, and every argument has a description, a default and an example", () => {
  expect(reference("--check")).toEqual({ status: 0, said: "" });
});

test("an argument without them is refused by its name", () => {
  const schema = JSON.parse(readFileSync(path.join(root, "components", "schema.json"), "utf8")) as {
    resources: Record<string, { inputProperties: Record<string, { description?: string }> }>;
    types: Record<string, { properties?: Record<string, { description?: string }> }>;
  };
  const { inputProperties } = schema.resources["dinfra:index:Network"]!;
  delete inputProperties.existing!.description;
  inputProperties.size!.description = "Ports.";
  schema.types["dinfra:index:LocalPlacementArgs"]!.properties!.fresh = { description: "New. Defaults to none." };
  const file = path.join(folder, "schema.json");
  writeFileSync(file, JSON.stringify(schema));
  const { status, said } = reference("--check", "--schema", file);
  expect(status).toBe(1);
  expect(said.split("\n").slice(0, 3)).toEqual([
    "NetworkArgs.existing: no description",
    "NetworkArgs.size: no default",
    "LocalPlacementArgs.fresh: no @example",
  ]);
});
