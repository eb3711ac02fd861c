import { defaultBreakerLimits as limits } from "./deployments/breaker.js";

export interface FormerSetting {
  /** JSON pointer. */
  readonly path: string;
  /** What it meant, and what to write now. */
  readonly now: string;
}

const counted =
  "counted teardowns; a teardown now weighs what was paid for it, at most 1 (docs/reactor.md, The breaker)";

/**
 * Settings that a former version took. Where the meaning changed the name changed with it, so that nobody's limit silently
 * becomes another one; a name is never used again.
 */
const former: readonly FormerSetting[] = [
  {
    path: "/breaker/floor",
    now: `it ${counted}: write floorWeight (default ${limits.floorWeight}) in its place, or nothing`,
  },
  {
    path: "/breaker/share",
    now:
      `it ${counted}: write surpriseShare for what nobody announced (default ${limits.surpriseShare}) and ` +
      `totalShare for all (default ${limits.totalShare}) in its place, or nothing`,
  },
  { path: "/breaker/shareOfAll", now: "it has another name, totalShare" },
  { path: "/keyFile", now: 'it has another place, "key": {"file": …}' },
  { path: "/descriptorStore", now: "it has another name, store" },
  { path: "/apiPort", now: "it has another name, port" },
];

/** Those that are in a configuration. @param config any JSON value */
export function formerSettings(config: unknown): readonly FormerSetting[] {
  return former.filter(({ path }) => {
    const names = path.slice(1).split("/");
    const last = names.pop()!;
    const holder = names.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), config);
    return isObject(holder) && Object.hasOwn(holder, last);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
