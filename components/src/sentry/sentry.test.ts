import { NodeRole, Pruning, RpcExposure, SyncMode } from "../node/axes.js";
import { multiaddr, rangeOf } from "./addresses.js";
import { decideSentries, type SentryAxes } from "./axes.js";

const id = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";

test.each([
  ["10.0.0.4", undefined, "/ip4/10.0.0.4/tcp/30333", "10.0.0.4/32"],
  ["2001:db8::4", id, `/ip6/2001:db8::4/tcp/30333/p2p/${id}`, "2001:db8::4/128"],
])("%s as peers reach it, and as a range of itself", (address, peerId, expected, range) => {
  expect([multiaddr(address, 30333, peerId), rangeOf(address)]).toEqual([expected, range]);
});

test("a name is looked up by the peer", () => {
  expect(multiaddr("a.example", 1)).toBe("/dns/a.example/tcp/1");
});

const decide = (change: Partial<SentryAxes> = {}) => decideSentries({ sentries: 2, common: {}, sentry: {}, ...change });

test("a validator, and full nodes whose JSON-RPC nobody reaches", () => {
  const { validator, sentry } = decide({ common: { sync: SyncMode.Warp } });
  expect(validator).toMatchObject({ role: NodeRole.Validator, sync: SyncMode.Warp });
  expect(sentry).toMatchObject({ role: NodeRole.Full, rpcExposure: RpcExposure.Machine, sync: SyncMode.Warp });
});

test("a sentry that answers gateways, and one that keeps everything", () => {
  expect(decide({ sentry: { role: NodeRole.Rpc } }).sentry.rpcExposure).toBe(RpcExposure.Gateway);
  const archive = decide({ common: { sync: SyncMode.Warp }, sentry: { role: NodeRole.Archive } });
  expect([archive.sentry.sync, archive.validator.sync]).toEqual([undefined, SyncMode.Warp]);
});

test.each<[string, Partial<SentryAxes>, string]>([
  [
    "no sentry",
    { sentries: 0 },
    "sentries: expected a whole number from 1 to 16, without one the validator has no peer",
  ],
  ["half a sentry", { sentries: 1.5 }, "sentries: expected a whole number from 1 to 16, found 1.5"],
  ["too many sentries", { sentries: 17 }, "sentries: expected a whole number from 1 to 16"],
  [
    "a sentry that is a validator",
    { sentry: { role: NodeRole.Validator } },
    "sentry.role: expected full, archive or rpc",
  ],
  [
    "a sentry that is a collator",
    { sentry: { role: NodeRole.Collator } },
    "sentry.role: expected full, archive or rpc",
  ],
  [
    "a sentry that is a bootnode",
    { sentry: { role: NodeRole.Bootnode } },
    "sentry.role: expected full, archive or rpc",
  ],
  [
    "an rpc sentry that answers nobody",
    { sentry: { role: NodeRole.Rpc, rpcExposure: RpcExposure.Machine } },
    "sentry.rpcExposure: expected gateway or operators",
  ],
  [
    "an archive that forgets",
    { sentry: { role: NodeRole.Archive, pruning: Pruning.Constrained } },
    "sentry.pruning: expected archive",
  ],
])("refused: %s", (_what, change, message) => {
  expect(() => decide(change)).toThrow(message);
});
