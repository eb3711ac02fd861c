import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  openPlacement,
  ownedBy,
  ownerLabel,
  readSecret,
  registerPlatform,
  type Observed,
  type Observer,
  type PlacedResource,
  type PlatformDefinition,
  type SecretRef,
} from "@dinfra/port";
import { halfMade, mend } from "@dinfra/reactor/dist/engine/mend.js";
import type { StackState, StateResource } from "@dinfra/reactor/dist/engine/state.js";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { openEngine, type Engine, type Refused, type Step } from "./engine.js";
import { build, type PartOutputs, type Stage, type Tenant } from "./program.js";
import { listenedTo, nothingAsked, type Asked } from "./spy.js";
import { neededIn, partIn, resourcesOf, type InState } from "./state.js";
import type { Subject } from "./subject.js";

/** Points of a life, in order: each after an update, and the last after the destroy. */
export const moments = ["made", "unchanged", "changed", "gone"] as const;
export type MomentName = (typeof moments)[number];

/** What was found at one point, of one subject. */
export interface Moment {
  /** What the subject's resources are by the engine's state. */
  resources: readonly InState[];
  state: StackState;
  /** The observer's answer, by owner. */
  observed: readonly Observed[];
  strangers: readonly Observed[];
  steps: readonly Step[];
  /** Deletions that the platform refused. */
  refused: readonly Refused[];
  asked: Asked;
  outputs: PartOutputs;
}

/** A resource whose creation was lost, and what the observer says that it is. */
export interface Lost {
  resource: InState;
  found: Observed | undefined;
}

/** A whole life of one subject: everything that promises are held against. */
export interface Life {
  tenant: Tenant;
  moments: Partial<Record<MomentName, Moment>>;
  lost: readonly Lost[];
  /** The resource that was taken out of the state and put back by what the observer said. */
  putBack?: string;
  secrets: readonly string[];
  /** What ended it early. */
  ended?: { after: MomentName | undefined; message: string };
  /** What the sweep left, which is nothing unless the platform could not be asked or did not delete. */
  left: readonly Left[];
}

/** What is left behind. */
export type Left = Pick<Observed, "type" | "name">;

export interface LifeOptions {
  environment?: Readonly<Record<string, string>>;
  /** Most resources that may be made, of each subject. */
  ceiling: number;
  signal?: AbortSignal;
  say?: (line: string) => void;
}

/** More than the ceiling would be made; nothing was. */
export class CeilingExceeded extends Error {
  readonly code = "CeilingExceeded";
}

/**
 * Lives the life of all subjects in one stack: make, look, change, destroy. Whatever happens, what was made is taken away.
 * @throws CeilingExceeded; Error where there is no engine
 */
export async function live(subjects: readonly Subject[], options: LifeOptions): Promise<Life[]> {
  const { environment = {}, ceiling, signal, say = () => undefined } = options;
  const engine = await openEngine(subjects, environment, signal);
  try {
    const run = randomBytes(4).toString("hex");
    let asked = new Map<Subject, Asked>();
    const tenants = subjects.map((subject) => tenantOf(subject, run, engine, () => askedOf(asked, subject)));
    const lives = tenants.map((tenant): Life & { lost: Lost[] } => ({
      ...{ tenant, moments: {}, lost: [], left: [] },
      secrets: secretsOf(tenant, engine),
    }));
    for (const { subject, owner } of tenants) say(`${subject.name}: what is made bears the label ${ownerLabel(owner)}`);
    const program =
      (stage: Stage): PulumiFn =>
      () => {
        asked = new Map();
        return Promise.resolve(
          Object.fromEntries(tenants.map((tenant) => [tenant.subject.name, build(tenant, stage)])),
        );
      };
    let at: MomentName | undefined;
    const record = async (name: MomentName, update: Updated) => {
      const state = await engine.state();
      for (const life of lives) life.moments[name] = await momentOf(life, state, update, asked);
    };
    try {
      const stage = { protectData: true, changed: false };
      const count = await engine.countCreates(program(stage));
      if (count > ceiling * subjects.length) {
        throw new CeilingExceeded(
          `expected at most ${ceiling} resources, found that ${count} would be made; nothing was made: allow more`,
        );
      }
      const step = async (name: MomentName, work: () => Promise<Updated>) => {
        signal?.throwIfAborted();
        await record(name, await work());
        at = name;
        say(name);
      };
      await step("made", () => engine.up(program(stage)));
      await loseAndFind(engine, lives);
      await step("unchanged", () => engine.up(program({ ...stage, protectData: false }), { refresh: true }));
      await step("changed", () => engine.up(program({ protectData: false, changed: true })));
      await step("gone", () => engine.destroy());
    } catch (error) {
      if (error instanceof CeilingExceeded) throw error;
      for (const life of lives) life.ended = { after: at, message: (error as Error).message };
      say(`ended: ${(error as Error).message}`);
    } finally {
      await sweep(engine, lives, say);
    }
    return lives;
  } finally {
    engine.close();
  }
}

const askedOf = (asked: Map<Subject, Asked>, subject: Subject): Asked => {
  const known = asked.get(subject) ?? nothingAsked();
  asked.set(subject, known);
  return known;
};

function tenantOf(subject: Subject, run: string, engine: Engine, asked: () => Asked): Tenant {
  const platformName = `conformance/${subject.name}/${run}`;
  registerPlatform(listenedTo(subject.definition, platformName, asked) as PlatformDefinition);
  const { platform } = openPlacement({ custom: { name: platformName, settings: subject.settings } });
  const owner = `conformance:${run}:${subject.name}`;
  return {
    ...{ subject, platform, platformName, owner, stranger: `${owner}-stranger` },
    operators: operatorsOf(engine, subject),
  };
}

/** A key pair of the run's own. Nobody logs in with it: it is there to be looked for where it must not be. */
function operatorsOf({ folder }: Engine, { name }: Subject): Tenant["operators"] {
  const { privateKey } = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const file = join(folder, `operator-${name}`);
  writeFileSync(file, privateKey, { mode: 0o600 });
  const publicKey = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${randomBytes(32).toString("base64").slice(0, 43)} conformance`;
  return { publicKey, privateKey: { file } };
}

/** Texts that may stand nowhere in clear: what the settings refer to, the operators' key, the engine's passphrase. */
function secretsOf({ subject, operators }: Tenant, { passphrase }: Engine): string[] {
  const login = subject.login ? [subject.login.operators.privateKey] : [];
  const refs = [...secretRefsIn(subject.settings), operators.privateKey, ...login];
  return [passphrase, ...refs.flatMap((ref) => longestLine(readSecret("settings", ref)))];
}

function secretRefsIn(value: unknown): SecretRef[] {
  if (value === null || typeof value !== "object") return [];
  const keys = Object.keys(value);
  const { env, file } = value as SecretRef;
  if (keys.length === 1 && typeof (env ?? file) === "string") return [{ ...(env ? { env } : { file }) }];
  return Object.values(value).flatMap(secretRefsIn);
}

/** A text of many lines is written with them escaped, or one by one: its longest line is looked for. */
const longestLine = (text: string): string =>
  text.split("\n").reduce((longest, line) => (line.length > longest.length ? line : longest), "");

/** What an update or a destroy did. */
interface Updated {
  steps: readonly Step[];
  refused?: readonly Refused[];
  outputs?: Record<string, unknown>;
}

async function momentOf(
  { tenant, moments: { changed } }: Life,
  state: StackState,
  { steps, refused = [], outputs = {} }: Updated,
  asked: Map<Subject, Asked>,
): Promise<Moment> {
  const { subject, owner, stranger, platform } = tenant;
  const snapshot = await look(platform.observer);
  return {
    resources: resourcesOf(state).filter(({ urn }) => partIn(state, subject, urn) !== undefined),
    state,
    observed: ownedBy(snapshot, owner),
    strangers: ownedBy(snapshot, stranger),
    steps,
    // By the state before, since a component goes before what it is said to have.
    refused: refused.filter(({ urn }) => partIn(changed?.state ?? state, subject, urn) !== undefined),
    asked: asked.get(subject) ?? nothingAsked(),
    outputs: (outputs[subject.name] ?? {}) as PartOutputs,
  };
}

/** The platform as it surely is now. */
async function look(observer: Observer) {
  if (observer.consistencyDelayMs > 0) await pause(observer.consistencyDelayMs);
  return observer.snapshot({ notBefore: performance.now() });
}

/**
 * What an engine that is killed inside a create leaves: the thing on the platform, and an operation without an id in the
 * state. Asks the observer about each resource as if it had been lost so, and puts one of each subject back by its answer, as
 * the reactor does. The update that follows must find it.
 */
async function loseAndFind(engine: Engine, lives: (Life & { lost: Lost[] })[]): Promise<void> {
  let state = await engine.state();
  for (const life of lives) {
    const { made } = life.moments;
    if (!made) continue;
    const owned = [...made.observed, ...made.strangers];
    const known = made.resources.filter(
      ({ type, id, external }) => !external && owned.some((one) => one.type === type && one.id === id),
    );
    for (const resource of known) life.lost.push({ resource, found: identified(life.tenant, resource.raw, owned) });
    const needed = neededIn(state);
    const right = life.lost.filter(({ resource, found }) => found?.id === resource.id).map(({ resource }) => resource);
    const free = right.filter(({ urn }) => !needed.has(urn));
    const leaf = free.find(({ protect }) => !protect) ?? free[0];
    if (!leaf) continue;
    const { id: _, outputs: __, ...half } = leaf.raw as StateResource & { outputs?: unknown };
    const cut: StackState = {
      ...state,
      resources: (state.resources ?? []).filter(({ urn }) => urn !== leaf.urn),
      pending_operations: [{ resource: half as StateResource, type: "creating" }],
    };
    state = mend(cut, (lost) => identified(life.tenant, lost, owned)).state;
    life.putBack = leaf.urn;
  }
  await engine.restore(state);
}

const identified = ({ platform }: Tenant, { type, inputs = {} }: StateResource, owned: readonly Observed[]) =>
  platform.observer.identify({ type, inputs }, owned);

/** Takes away what is left, also after an engine that was killed in the middle. */
async function sweep(engine: Engine, lives: readonly Life[], say: (line: string) => void): Promise<void> {
  const clean = lives.every(({ moments }) => moments.gone?.refused.length === 0);
  if (!clean) {
    say("sweep");
    for (let tries = 0; tries < 3; tries++) {
      try {
        await engine.unlock();
        await settle(engine, lives);
        if ((await engine.destroy()).refused.length === 0) break;
      } catch (error) {
        say(`sweep: ${(error as Error).message}`);
      }
    }
  }
  for (const life of lives) {
    (life as { left: readonly Left[] }).left = await leftOf(life.tenant);
    for (const { type, name } of life.left) say(`left: ${type} ${name}`);
  }
}

/** A platform that cannot be asked is not empty: what it may have is said. */
async function leftOf({ owner, stranger, platform }: Tenant): Promise<readonly Left[]> {
  try {
    const snapshot = await look(platform.observer);
    return [...ownedBy(snapshot, owner), ...ownedBy(snapshot, stranger)];
  } catch (error) {
    const name = `what bears the label of ${owner}, for the platform cannot be asked: ${(error as Error).message}`;
    return [{ type: "unknown", name }];
  }
}

/**
 * Decides what an update that died was making, by what the platforms say, and takes all protection. By one import, because an
 * import forgets what was under way.
 */
async function settle(engine: Engine, lives: readonly Life[]): Promise<void> {
  const state = await engine.state();
  if (!state.resources?.length && !state.pending_operations?.length) return;
  const pending = halfMade(state.pending_operations ?? []);
  const owned = new Map<string, readonly Observed[]>();
  for (const { tenant } of lives) {
    const snapshot = await look(tenant.platform.observer);
    owned.set(tenant.owner, [...ownedBy(snapshot, tenant.owner), ...ownedBy(snapshot, tenant.stranger)]);
  }
  const all = { resources: [...(state.resources ?? []), ...pending] };
  const whose = ({ urn }: StateResource) =>
    lives.find(({ tenant }) => partIn(all, tenant.subject, urn) !== undefined)?.tenant;
  const { state: mended } = mend(state, (half) => {
    const tenant = whose(half);
    return tenant && identified(tenant, half, owned.get(tenant.owner) ?? []);
  });
  const resources = (mended.resources ?? []).map((one) => ({ ...one, protect: false }));
  await engine.restore({ ...mended, resources });
}

/** Physical names of what a part says that it made, by its outputs. */
export function placedBy({ outputs }: Moment, part: string): PlacedResource[] {
  return (outputs[part]?.resources ?? []) as PlacedResource[];
}
