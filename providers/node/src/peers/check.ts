import { checkInputs, listOf, number, text, type Shape } from "@dinfra/host/dist/checks/check.js";
import { plain, type Properties } from "@dinfra/host/dist/values.js";
import type { CheckResult } from "@pulumi/pulumi/provider";
import { connection, oneOf, waitFors } from "../release/check.js";

const address = "/(ip4|ip6|dns|dns4|dns6)/[A-Za-z0-9.:-]+/(tcp|udp)/[0-9]{1,5}(/(ws|wss|quic-v1))?";
const peerPattern = new RegExp(`^${address}/p2p/[1-9A-HJ-NP-Za-km-z]{46,64}$`);
const addressPattern = new RegExp(`^${address}$`);
const name = text("lower-case letters, digits and inner hyphens", (v) =>
  /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(v),
);

const shape: Shape = {
  connection: { rule: connection },
  machine: { rule: text("the id of the machine", (v) => v.length > 0) },
  node: { rule: name },
  service: { rule: name, optional: true, fallback: "node" },
  release: { rule: text("the digest of a release", (v) => /^[0-9a-f]{64}$/.test(v)) },
  reserved: {
    rule: listOf(
      text("a multiaddr with a peer id, such as /ip4/10.0.0.4/tcp/30333/p2p/12D3Koo…", (v) => peerPattern.test(v)),
    ),
  },
  publicAddresses: {
    rule: listOf(text("a multiaddr such as /ip4/198.51.100.7/tcp/30333", (v) => addressPattern.test(v))),
    optional: true,
    fallback: [],
  },
  waitFor: { rule: oneOf(waitFors), optional: true, fallback: "booted" },
  timeoutSeconds: { rule: number("seconds from 1 to 604800", 1, 604_800), optional: true, fallback: 900 },
};

export function checkPeers(news: Properties): CheckResult {
  return checkInputs(news, plain(news) as Properties, shape);
}
