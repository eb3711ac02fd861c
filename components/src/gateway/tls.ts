import { isIP } from "node:net";
import {
  checkAuthorities,
  ComponentError,
  invalidArgument,
  rangesOf,
  requireCapability,
  type Place,
  type SecretRef,
} from "@dinfra/port";
import type { GatewayExternalAccountArgs, GatewayTlsArgs } from "./args.js";

/** TLS of a gateway, decided: a certificate that is sealed to the machine, a secret of the cluster that has one, or an authority. */
export type DecidedTls = { certificate: SecretRef; key: SecretRef } | { secret: string } | { acme: Acme };

export interface Acme {
  /** One at least. */
  hosts: readonly string[];
  email?: string;
  directory?: string;
  certificateAuthority?: string;
  externalAccount?: GatewayExternalAccountArgs;
}

/** Labels of a name in the DNS. */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Top-level names that no public authority issues a certificate for (RFC 2606, 6761, 6762, 9476). */
const nobodys = ["test", "example", "invalid", "localhost", "local", "internal", "alt", "onion", "home", "lan", "arpa"];

/**
 * Decides a gateway's TLS, and refuses what cannot work before anything is made.
 * @throws ComponentError `InvalidArgument`, `PlatformLacks`
 */
export function decideTls(tls: GatewayTlsArgs, place: Place): DecidedTls {
  const { certificate, key, acme, secret } = tls;
  if (secret !== undefined) return checkSecret(tls, secret, place);
  requireCapability("SubstrateNode.gateway.tls", place, "machine");
  if (acme && (certificate ?? key)) throw invalidArgument("gateway.tls", "a certificate with its key, or acme", "both");
  if (acme) return { acme: checkAcme(acme, place) };
  if (!certificate || !key)
    throw invalidArgument("gateway.tls", "certificate and key, or acme", certificate ? "no key" : "no certificate");
  return { certificate, key };
}

/** Names of things in a cluster. */
const secretName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

function checkSecret({ certificate, key, acme }: GatewayTlsArgs, secret: string, place: Place): DecidedTls {
  requireCapability("SubstrateNode.gateway.tls.secret", place, "mountedSecrets");
  if (acme ?? certificate ?? key)
    throw invalidArgument("gateway.tls", "a secret, a certificate with its key, or acme", "more than one of them");
  if (secretName.test(secret)) return { secret };
  throw invalidArgument("gateway.tls.secret", "the name of a Secret of the node's namespace", secret);
}

function checkAcme(acme: Acme, { machines, name }: Place): Acme {
  const { hosts, email, directory, certificateAuthority, externalAccount } = acme;
  if (hosts.length === 0) throw invalidArgument("gateway.tls.acme.hosts", "the name of the gateway in the DNS", "none");
  if (hosts.length > 100) throw invalidArgument("gateway.tls.acme.hosts", "100 names at most", hosts.length);
  hosts.forEach((host, i) => {
    const refused = (expected: string) => invalidArgument(`gateway.tls.acme.hosts[${i}]`, expected, host);
    const labels = host.split(".");
    if (isIP(host) !== 0 || host.length > 253 || labels.length < 2 || !labels.every((one) => label.test(one)))
      throw refused("a name in the DNS in lower case, such as rpc.example.org; no address and no wildcard");
    if (hosts.indexOf(host) < i) throw refused("each name once");
    if (directory === undefined && nobodys.includes(labels.at(-1) as string))
      throw refused("a public name, or the directory of an authority that issues certificates for this one");
  });
  if (email !== undefined && !/^[^\s@<>",]+@[^\s@<>",]+$/.test(email))
    throw invalidArgument("gateway.tls.acme.email", "an address such as operators@example.org", email);
  if (directory !== undefined && !(URL.canParse(directory) && new URL(directory).protocol === "https:"))
    throw invalidArgument("gateway.tls.acme.directory", "an https:// URL", directory);
  if (certificateAuthority !== undefined) {
    if (directory === undefined)
      throw invalidArgument(
        "gateway.tls.acme.directory",
        "that of the authority whose certificate is given",
        undefined,
      );
    checkAuthorities("gateway.tls.acme.certificateAuthority", certificateAuthority);
  }
  if (externalAccount !== undefined) {
    if (directory === undefined)
      throw invalidArgument("gateway.tls.acme.directory", "that of the authority that knows the account", undefined);
    if (!/^[\x21-\x7e]{1,256}$/.test(externalAccount.id))
      throw invalidArgument(
        "gateway.tls.acme.externalAccount.id",
        "1 to 256 characters without a space",
        externalAccount.id,
      );
  }
  if (!machines.artifacts)
    throw invalidArgument(
      "placement.machines.artifacts",
      "where machines fetch the agent, which gives the gateway port 443 and a folder for its certificate (gateway.tls.acme)",
      undefined,
    );
  if (machines.via)
    throw new ComponentError(
      "InvalidArgument",
      `gateway.tls.acme: expected a machine with a public address, which the authority asks at port 443, found one that only ` +
        `placement.machines.via reaches on ${name}: give a certificate with its key instead`,
    );
  const { world } = rangesOf(machines.ranges);
  if (!world.some((range) => range.endsWith("/0")))
    throw invalidArgument(
      "placement.machines.ranges.world",
      "everybody (0.0.0.0/0), for an authority asks from anywhere at port 443 (gateway.tls.acme)",
      world.join(", ") || "nobody",
    );
  const given = Object.entries({ email, directory, certificateAuthority, externalAccount });
  return { hosts, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}
