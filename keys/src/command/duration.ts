import { KeysError } from "../error.js";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 } as const;

/** Seconds of `90s`, `30m`, `8h`, `7d`. */
export function durationOf(text: string): number {
  const match = /^([1-9]\d{0,8})([smhd])$/.exec(text);
  if (!match) throw new KeysError("usage", "expected a duration such as 30m, 8h or 7d, found something else");
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}
