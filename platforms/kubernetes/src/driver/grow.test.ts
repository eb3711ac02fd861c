import type { Client } from "../api/client.js";
import { growClaims } from "./grow.js";

const claim = (name: string, storage: string, more: object = {}) => ({
  metadata: { name, ...more },
  spec: { resources: { requests: { storage } } },
});

test("each claim of the group asks for the new size, and no other claim; one that goes is left alone", async () => {
  const asked: unknown[] = [];
  const there = [claim("a-0", "10Gi"), claim("a-1", "20Gi"), claim("a-2", "10Gi", { deletionTimestamp: "now" })];
  const client = {
    list: (...question: unknown[]) => (asked.push(question), Promise.resolve(there)),
    patch: (...change: unknown[]) => (asked.push(change), Promise.resolve({})),
  } as unknown as Client;
  await growClaims(client, { namespace: "shop", set: "archive-x", storage: "20Gi" });
  const path = "api/v1/namespaces/shop/persistentvolumeclaims";
  expect(asked).toEqual([
    [path, { labelSelector: "dinfra-name=archive-x" }],
    [`${path}/a-0`, { spec: { resources: { requests: { storage: "20Gi" } } } }],
  ]);
});
