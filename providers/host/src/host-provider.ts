import type { Provider } from "@pulumi/pulumi/provider";
import { HostError } from "./errors.js";
import { directoryKind, fileKind } from "./files/kinds.js";
import type { Kind } from "./kind.js";
import { leaseKind } from "./network/lease-kind.js";
import { networkKind } from "./network/kind.js";
import { processKind } from "./process/kind.js";
import type { Properties } from "./values.js";
import { version } from "./version.js";

/** The type token in a URN: `urn:pulumi:stack::project::parent$types$token::name`. */
export function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

/** The provider, as an object that the SDK serves. */
export function hostProvider(): Provider {
  let stopping = new AbortController();
  const kinds: Record<string, Kind> = {
    "dinfra-host:index:Process": processKind(() => stopping.signal),
    "dinfra-host:index:Network": networkKind,
    "dinfra-host:index:Ports": leaseKind,
    "dinfra-host:index:Directory": directoryKind,
    "dinfra-host:index:File": fileKind,
  };
  const kindOf = (urn: string): Kind => {
    const kind = kinds[typeOf(urn)];
    if (kind) return kind;
    throw new HostError(
      "unknown-type",
      `expected one of ${Object.keys(kinds).join(", ")}, found ${typeOf(urn)}: use a plugin of the program's version`,
    );
  };
  return {
    version,
    check: async (urn, olds: Properties | undefined, news: Properties) => kindOf(urn).check(news, olds),
    diff: async (_id, urn, olds: Properties, news: Properties) => kindOf(urn).diff(olds, news),
    create: (urn, inputs: Properties) => kindOf(urn).create(urn, inputs),
    read: (id, urn, props?: Properties) => kindOf(urn).read(id, urn, props ?? {}),
    update: (id, urn, olds: Properties, news: Properties) => kindOf(urn).update(id, urn, olds, news),
    delete: (id, urn, props: Properties) => kindOf(urn).delete(id, urn, props),
    // Waiting for readiness is given up; deletions go on, for half of one helps nobody. A plugin that several updates
    // share serves the others on, which may try again.
    cancel: async () => {
      stopping.abort();
      stopping = new AbortController();
    },
  };
}
