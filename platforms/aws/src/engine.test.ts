import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine, pluginVersion } from "./engine.js";

test("the plugin of the SDK's version lies where Pulumi installs it, or the error says how to get it", () => {
  const home = mkdtempSync(join(tmpdir(), "dinfra-aws-plugin-"));
  try {
    const version = pluginVersion();
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(() => engine({ HOME: home })).toThrow(
      new RegExp(`found nothing at ${home}/.*; run pulumi plugin install resource aws v${version}$`),
    );
    const folder = join(home, ".pulumi", "plugins", `resource-aws-v${version}`);
    const file = join(folder, "pulumi-resource-aws");
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, "");
    chmodSync(file, 0o755);
    expect(engine({ HOME: home })).toEqual({ plugins: [{ name: "aws", version, file }], environment: {} });
  } finally {
    rmSync(home, { recursive: true });
  }
});
