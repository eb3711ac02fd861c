import { openPlacement } from "./placement.js";
import { registerPlatform } from "./load.js";
import type { PlatformDefinition } from "./platform.js";
import { sameZone } from "./zones.js";

const network = (zone?: string) => ({ id: "n-1", address: "", firstPort: 0, lastPort: 0, zone });

test("a network takes a machine of its own zone, and one that lies in no zone takes all", () => {
  expect(() => sameZone(network("a"), "a")).not.toThrow();
  expect(() => sameZone(network(), "a")).not.toThrow();
  expect(() => sameZone(network("a"), "b")).toThrow(
    'zone: expected "a", the zone of the network n-1, found "b"; such a network lies in one zone: ' +
      "give each zone a network of its own",
  );
});

test("a placement with two zones is refused when it is opened, where a network lies in one", () => {
  const platform = (networkZone?: string) =>
    ({ shape: "machine", networkZone }) as ReturnType<PlatformDefinition["open"]>;
  const open = (settings: unknown) => platform((settings as { zone?: string }).zone);
  registerPlatform({ name: "zoned", settingsSchema: { type: "object" }, open });
  const placement = (zone: string | undefined, machines: string | undefined) => ({
    custom: { name: "zoned", settings: zone === undefined ? {} : { zone } },
    machines: machines === undefined ? {} : { zone: machines },
  });
  expect(() => openPlacement(placement("a", "b"))).toThrow(
    'placement.machines.zone: expected "a", the zone of the networks of placement.zoned, found "b"',
  );
  for (const [zone, machines] of [
    ["a", "a"],
    ["a", undefined],
    [undefined, "b"],
  ] as const) {
    expect(openPlacement(placement(zone, machines)).name).toBe("zoned");
  }
});
