import { createHash } from "node:crypto";
import { NodeError } from "../errors.js";

/** A host key in the form of known_hosts: its type and its bytes in base64. */
export type HostKey = string;

/** The type stands at the beginning of the bytes, as a length and a text. */
export function hostKeyOf(raw: Buffer): HostKey {
  const type = raw.subarray(4, 4 + raw.readUInt32BE(0)).toString("latin1");
  return `${type} ${raw.toString("base64")}`;
}

export function fingerprint(key: HostKey): string {
  const raw = Buffer.from(key.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(raw).digest("base64").replace(/=+$/, "")}`;
}

/** With a pinned key the server must show that very key, so it is asked for that type alone. */
export function algorithmsFor(pinned: HostKey | undefined): string[] | undefined {
  const type = pinned?.split(" ")[0];
  if (type === undefined) return undefined;
  return type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type];
}

/** @throws NodeError `host-key-changed` */
export function hostKeyChanged(host: string, pinned: HostKey, shown: HostKey): NodeError {
  return new NodeError(
    "host-key-changed",
    `expected ${host} to show the host key ${fingerprint(pinned)}, found ${fingerprint(shown)}: nothing was sent. ` +
      `If the machine was replaced on purpose, its id (the input "machine") must change with it; else somebody is in between`,
  );
}
