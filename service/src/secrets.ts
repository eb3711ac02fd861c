import { masked } from "./settings/mask.js";

// Of this process: what it writes or says goes through `withoutSecrets`, wherever it comes from. A list that is handed from
// place to place would be missing in the one place where an error brings a secret along.
let known: string[] = [];

/** Values that this process never writes or says from now on, and the forms in which they travel. */
export function keepSecret(...values: readonly (string | undefined)[]): void {
  const given = values.flatMap((value) => (value === undefined ? [] : [value, ...lines(value)]));
  const forms = given.flatMap((value) => [value, encodeURIComponent(value), base64(value)]);
  known = [...new Set([...known, ...forms])];
}

/** The text with `[secret]` in the place of each that is known. */
export const withoutSecrets = (text: string): string => (known.length === 0 ? text : masked(text, known));

/** A key of several lines is often said line by line; of one line, without its end. */
const lines = (value: string): string[] => value.split("\n").map((line) => line.trim()).filter(({ length }) => length >= 12); // prettier-ignore

const base64 = (value: string): string => Buffer.from(value).toString("base64");
