import type { Everywhere } from "./answers.js";
import type { Level } from "./document.js";
import type { Trial } from "./trial.js";
import { access } from "./checks/access.js";
import { changes } from "./checks/changes.js";
import { deletes } from "./checks/deletes.js";
import { faults } from "./checks/faults.js";
import { fuzz } from "./checks/fuzz.js";
import { limits } from "./checks/limits.js";
import { lists } from "./checks/lists.js";
import { operator } from "./checks/operator.js";
import { requests } from "./checks/requests.js";
import { restarts } from "./checks/restarts.js";
import { scenarios } from "./checks/scenarios.js";
import { streams } from "./checks/streams.js";
import { wishes } from "./checks/wishes.js";

/** What a reactor promises. */
export interface Promised {
  readonly id: string;
  readonly level: Level;
  /** A sentence that holds of a reactor that keeps it. */
  readonly text: string;
  /** Of the scenarios M1 to M20 of docs/reactor-conformance.md. */
  readonly scenarios?: readonly string[];
  /** What the caller has to bring: a token, or a way to stop and start the reactor. */
  readonly needs?: "token" | "restart";
  /** Compares whole lists, so that nothing else may happen meanwhile. */
  readonly alone?: true;
  /** Notes problems in the trial, or throws `Unmet`. Where there is none, every answer of the run is looked at. */
  readonly test?: (trial: Trial) => Promise<void>;
}

const everywhere: readonly (Promised & { id: Everywhere })[] = [
  {
    id: "answers",
    level: "core",
    text: "Each answer has a status and a body that the document gives its operation.",
  },
  {
    id: "content-type",
    level: "core",
    text: "Each answer has the media type that the document says, an error application/problem+json.",
  },
  {
    id: "problems",
    level: "core",
    text: "Each error is a problem document with a code of the document, the answer's status, a title and `retryable`.",
  },
  {
    id: "epoch",
    level: "core",
    text: "Each answer, errors too, carries the epoch of the store, which stays the same.",
  },
];

export const promises: readonly Promised[] = [
  ...everywhere,
  ...requests,
  ...wishes,
  ...deletes,
  ...lists,
  ...faults,
  ...scenarios,
  ...changes,
  ...streams,
  ...operator,
  ...access,
  ...limits,
  ...fuzz,
  ...restarts,
];

/** What a level asks for: extended is all of core, and more. */
export const promisesOf = (level: Level): readonly Promised[] =>
  promises.filter((one) => level === "extended" || one.level === "core");
