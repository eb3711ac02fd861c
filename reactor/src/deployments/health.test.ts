import { newRecord } from "./record.js";
import { examine } from "./health.js";

const record = {
  ...newRecord("1.1", { instance: "0x1", provider: "5Bob" }, 0),
  watched: ["net", "node"],
  endpoints: [{ name: "rpc", url: "ws://127.0.0.1:1" }],
};
type Found = { name: string; state?: "running" | "ended" }[];
const whole: Found = [{ name: "net" }, { name: "node", state: "running" }, { name: "more" }];
const look = (found: Found, reachable = true) =>
  examine(
    record,
    "owner",
    { list: async () => found, owners: async () => new Map(), consistencyDelayMs: 0 },
    0,
    async () => reachable,
  );

test.each<[string, Found, boolean, string | null]>([
  ["all is there and answers", whole, true, null],
  ["its process has ended", [{ name: "net" }, { name: "node", state: "ended" }], true, "platform.ended"],
  ["something is gone", [{ name: "net" }], true, "platform.missing"],
  ["all is there and nothing answers", whole, false, "endpoint.unreachable"],
])("%s", async (_name, found, reachable, code) => {
  const finding = await look(found, reachable);
  expect(finding.well ? null : finding.code).toBe(code);
});

test("a platform that cannot be asked is no finding", async () => {
  const observer = {
    list: () => Promise.reject(new Error("away")),
    owners: async () => new Map(),
    consistencyDelayMs: 0,
  };
  await expect(examine(record, "owner", observer, 0, async () => false)).rejects.toThrow("away");
});
