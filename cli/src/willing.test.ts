import { wish, type Profile, type WishParts } from "@dinfra/chain";
import { isWilling, type Offeror } from "./willing.js";

const hash = `0x${"7e".repeat(32)}` as const;
const profile: Profile = {
  regions: ["eu-west"],
  networks: ["hetzner", 64500],
  attributes: [{ key: "disk", value: "nvme" }],
  terms: null,
};
const offeror = (more: Partial<Omit<Offeror, "offer">> & { offer?: Partial<Offeror["offer"]> } = {}): Offeror => ({
  provider: { draining: false, retiring: false, lastHeartbeat: 100 },
  profile,
  allowed: null,
  ...more,
  offer: {
    provider: "bob",
    typeId: hash,
    price: 3n,
    elastic: null,
    capacity: 2,
    used: 1,
    open: true,
    private: false,
    setupBlocks: 300,
    missed: 0,
    deposit: 0n,
    ...more.offer,
  },
});
const bounds = { floor: 1n, ceiling: 5n, step: 1n };

test.each<[string, Offeror, WishParts, boolean]>([
  ["asks for nothing", offeror(), {}, true],
  ["says nothing, and is asked for nothing", offeror({ profile: null }), {}, true],
  ["is full", offeror({ offer: { used: 2 } }), {}, false],
  ["is closed", offeror({ offer: { open: false } }), {}, false],
  ["drains", offeror({ provider: { draining: true, retiring: false, lastHeartbeat: 100 } }), {}, false],
  ["is retired", offeror({ provider: { draining: false, retiring: true, lastHeartbeat: 100 } }), {}, false],
  [
    "is dark from this block on",
    offeror({ provider: { draining: false, retiring: false, lastHeartbeat: 60 } }),
    {},
    false,
  ],
  ["is not dark yet", offeror({ provider: { draining: false, retiring: false, lastHeartbeat: 61 } }), {}, true],
  ["may change its price, without leave", offeror({ offer: { elastic: bounds } }), {}, false],
  ["may change its price, with leave", offeror({ offer: { elastic: bounds } }), { elastic: true }, true],
  ["takes longer than is allowed", offeror(), { maxSetup: 299 }, false],
  ["takes as long as is allowed", offeror(), { maxSetup: 300 }, true],
  ["serves others", offeror({ allowed: ["eve"] }), {}, false],
  ["serves this consumer", offeror({ allowed: ["eve", "dave"] }), {}, true],
  ["is refused", offeror(), { refuse: ["bob"] }, false],
  ["is no candidate", offeror(), { selection: { candidates: ["eve"] } }, false],
  ["is a candidate", offeror(), { selection: { candidates: ["eve", "bob"] } }, true],
  ["serves one of the regions", offeror(), { regions: ["moon", "eu-west"] }, true],
  [
    "serves a region that another program wrote in another Unicode form, as the chain compares",
    offeror({ profile: { ...profile, regions: ["Zu\u0308rich"] } }),
    { regions: ["Z\u00fcrich"] },
    false,
  ],
  ["serves none of the regions", offeror(), { regions: ["moon"] }, false],
  ["says no region, and one is asked for", offeror({ profile: null }), { regions: ["moon"] }, false],
  ["serves a region that is not wanted", offeror(), { notRegions: ["eu-west"] }, false],
  ["is in a network that is not wanted", offeror(), { notNetworks: [64500] }, false],
  ["is in a network of another number", offeror(), { notNetworks: [64501, "64500"] }, true],
  ["has the attribute", offeror(), { attributes: [{ key: "disk", value: "nvme" }] }, true],
  ["has another value", offeror(), { attributes: [{ key: "disk", value: "tape" }] }, false],
  ["has terms that were not accepted", offeror({ profile: { ...profile, terms: hash } }), {}, false],
  ["has terms that were accepted", offeror({ profile: { ...profile, terms: hash } }), { terms: [hash] }, true],
])("a provider that %s", (_name, candidate, parts, expected) =>
  expect(isWilling(candidate, "dave", wish(parts), { now: 110, gap: 50 })).toBe(expected),
);
