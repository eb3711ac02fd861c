import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine, installBridge } from "./engine.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-bridge-"));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { XDG_CACHE_HOME: folder };

test("a bridge that was not built is said with what builds it; one that was is put where an engine finds it", () => {
  const command = "run npm run setup -- --cloudstack, which builds both";
  expect(() => engine(env)).toThrow(command);
  expect(() => installBridge(join(folder, "home"), env)).toThrow(command);

  const name = "resource-terraform-provider-v1.1.3";
  const bridge = join(folder, "dinfra", "plugins", name, "pulumi-resource-terraform-provider");
  mkdirSync(join(bridge, ".."), { recursive: true });
  writeFileSync(bridge, "");
  // The bridge alone is not enough: the provider that it runs lies beside it.
  expect(() => engine(env)).toThrow(`found nothing at ${join(folder, "dinfra", "terraform")}`);
  mkdirSync(join(folder, "dinfra", "terraform"));
  // Again does no harm.
  for (const _ of [1, 2]) {
    expect(installBridge(join(folder, "home"), env)).toEqual({
      PULUMI_DYNAMIC_TF_PLUGIN_CACHE_DIR: join(folder, "dinfra", "terraform"),
    });
  }
  expect(readlinkSync(join(folder, "home", "plugins", name, "pulumi-resource-terraform-provider"))).toBe(bridge);
});
