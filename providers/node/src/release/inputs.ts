import { plain, type Properties } from "@dinfra/host/dist/values.js";
import type { ReleaseDocument } from "@dinfra/schemas";
import type { Place } from "../ssh/connect.js";
import type { KeyReference } from "../ssh/key.js";
import type { SecretInput } from "./secrets.js";
import type { waitFors } from "./check.js";

export type Wait = (typeof waitFors)[number];

interface PlaceInputs {
  host: string;
  port?: number;
  user?: string;
  privateKey?: KeyReference;
  hostKey?: string;
}

/** Checked inputs, in clear. */
export interface Inputs {
  document: ReleaseDocument;
  connection: PlaceInputs & { privateKey: KeyReference; via?: PlaceInputs };
  machine: string;
  waitFor: Wait;
  timeoutSeconds: number;
  secrets?: SecretInput[];
  exclusive?: boolean;
}

export interface Pins {
  hostKey?: string;
  viaHostKey?: string;
}

export const operator = "dinfra-operator";

export const inputsOf = (props: Properties): Inputs => plain(props) as Inputs;

/** The places of a connection, with what is known of their keys: what the user gave goes before what was seen. */
export function placesOf({ connection }: Pick<Inputs, "connection">, pins: Pins): { machine: Place; via?: Place } {
  const { via, ...own } = connection;
  const machine = {
    host: own.host,
    port: own.port ?? 22,
    user: own.user ?? operator,
    privateKey: own.privateKey,
    hostKey: own.hostKey ?? pins.hostKey,
  };
  if (!via) return { machine };
  return {
    machine,
    via: {
      host: via.host,
      port: via.port ?? 22,
      user: via.user ?? machine.user,
      privateKey: via.privateKey ?? machine.privateKey,
      hostKey: via.hostKey ?? pins.viaHostKey,
    },
  };
}

/**
 * What was pinned holds for as long as it is the same machine at the same place. A machine that was replaced has another
 * key, which is then seen for the first time.
 */
export function pinsOf(olds: Properties, news: Inputs): Pins {
  const before = inputsOf(olds);
  const { hostKey, viaHostKey } = plain(olds) as Pins;
  const sameVia = before.connection?.via?.host === news.connection.via?.host;
  return {
    hostKey: before.machine === news.machine && before.connection?.host === news.connection.host ? hostKey : undefined,
    viaHostKey: sameVia ? viaHostKey : undefined,
  };
}
