import type { Kind } from "@dinfra/host/dist/kind.js";
import type { Properties } from "@dinfra/host/dist/values.js";
import type { Provider } from "@pulumi/pulumi/provider";
import { NodeError } from "./errors.js";
import { peersKind } from "./peers/kind.js";
import { releaseKind } from "./release/kind.js";
import { version } from "./version.js";

/** The type token in a URN: `urn:pulumi:stack::project::parent$types$token::name`. */
function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

/** The provider, as an object that the SDK serves. */
export function nodeProvider(): Provider {
  let stopping = new AbortController();
  const kinds: Record<string, Kind> = {
    "dinfra-node:index:Release": releaseKind(() => stopping.signal),
    "dinfra-node:index:Peers": peersKind(() => stopping.signal),
  };
  const kindOf = (urn: string): Kind => {
    const kind = kinds[typeOf(urn)];
    if (kind) return kind;
    throw new NodeError(
      "unknown-type",
      `expected one of ${Object.keys(kinds).join(", ")}, found ${typeOf(urn)}: use a plugin of the program's version`,
    );
  };
  return {
    version,
    check: async (urn, _olds, news: Properties) => kindOf(urn).check(news),
    diff: async (_id, urn, olds: Properties, news: Properties) => kindOf(urn).diff(olds, news),
    create: (urn, inputs: Properties) => kindOf(urn).create(urn, inputs),
    read: (id, urn, props?: Properties) => kindOf(urn).read(id, urn, props ?? {}),
    update: (id, urn, olds: Properties, news: Properties) => kindOf(urn).update(id, urn, olds, news),
    delete: (id, urn, props: Properties) => kindOf(urn).delete(id, urn, props),
    // Waiting is given up. What a machine was asked for it goes on doing; the next update finds it so.
    cancel: async () => {
      stopping.abort();
      stopping = new AbortController();
    },
  };
}
