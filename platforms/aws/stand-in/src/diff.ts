import { rules, type Rules } from "./rules.js";
import { same, type Values } from "./values.js";

export interface Difference {
  changed: string[];
  replaced: string[];
}

/** As Terraform plans: what is wanted against what there is; what is not said any more changes only if it was said before. */
export function differenceOf(type: string, was: Values, said: Values, wanted: Values): Difference {
  const { replaces, computed } = rules[type] as Rules;
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(said)])];
  const changed = keys.filter((key) => {
    if (key in wanted) return !same(wanted[key], was[key]) || !sameMembers(key, wanted[key], was[key]);
    return !computed.includes(key) && was[key] !== undefined;
  });
  const replaced = replaces.filter((path) => {
    const [key = "", inner] = path.split(".");
    if (inner === undefined || !changed.includes(key)) return changed.includes(key);
    const [before, after] = [was[key] as Values | undefined, wanted[key] as Values | undefined];
    return after?.[inner] !== undefined && !same(after[inner], before?.[inner]);
  });
  return { changed, replaced };
}

/** Of tags every one counts, also one that is no longer wanted. */
function sameMembers(key: string, wanted: unknown, was: unknown): boolean {
  return key !== "tags" || same(was ?? {}, wanted);
}
