import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { engine, pluginVersion } from "./engine.js";

const plugin = (root: string) =>
  join(root, "plugins", `resource-kubernetes-v${pluginVersion()}`, "pulumi-resource-kubernetes");

test("the plugin of the SDK's version comes from the cache, else from where Pulumi installs it, else the error says how", () => {
  const home = mkdtempSync(join(tmpdir(), "dinfra-kubernetes-plugin-"));
  const put = (file: string) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    return file;
  };
  try {
    expect(() => engine({ HOME: home })).toThrow(
      new RegExp(
        `found nothing at ${home}/.*; run pulumi plugin install resource kubernetes v${pluginVersion()}, or.* ` +
          "npm run setup -- --kubernetes",
      ),
    );
    for (const root of [".pulumi", join(".cache", "dinfra")]) {
      const file = put(plugin(join(home, root)));
      const plugins = [{ name: "kubernetes", version: pluginVersion(), file }];
      expect(engine({ HOME: home })).toEqual({ plugins, environment: {} });
    }
  } finally {
    rmSync(home, { recursive: true });
  }
});
