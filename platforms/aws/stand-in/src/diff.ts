import { rules, type Rules } from "./rules.js";
import { same, type Values } from "./values.js";

export interface Difference {
  changed: string[];
  replaced: string[];
}

/** As Terraform plans: what is wanted against what there is; what is not said any more changes only if it was said before. */
export function differenceOf(type: string, was: Values, said: Values, wanted: Values): Difference {
  const { replaces, computed, growsOnly = [] } = rules[type] as Rules;
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
  return {
    changed,
    replaced: [...replaced, ...growsOnly.filter((key) => changed.includes(key) && !grew(was[key], wanted[key]))],
  };
}

/** Whether all that was there is there, and more. A list that is not known yet is not judged. */
function grew(was: unknown, wanted: unknown): boolean {
  if (!Array.isArray(wanted) || !Array.isArray(was)) return wanted !== undefined;
  return wanted.length > was.length && was.every((one) => wanted.some((other) => same(one, other)));
}

/** Of tags every one counts, also one that is no longer wanted. */
function sameMembers(key: string, wanted: unknown, was: unknown): boolean {
  return key !== "tags" || same(was ?? {}, wanted);
}
