import { formsOf, masked } from "./settings/mask.js";

// Of this process: what it writes or says goes through `withoutSecrets`, wherever it comes from. A list that is handed from
// place to place would be missing in the one place where an error brings a secret along.
const known = new Set<string>();
/** Of those, once: each line that is written goes through them. */
let forms: readonly string[] = [];

/** Values that this process never writes or says from now on, and the forms in which they travel. */
export function keepSecret(...values: readonly (string | undefined)[]): void {
  const given = values.flatMap((value) => (value === undefined ? [] : [value, ...lines(value)]));
  for (const value of given) for (const form of [value, encodeURIComponent(value), base64(value)]) known.add(form);
  forms = formsOf([...known]);
}

/** The text with `[secret]` in the place of each that is known. */
export const withoutSecrets = (text: string): string => masked(text, forms);

/** A key of several lines is often said line by line; of one line, without its end. */
const lines = (value: string): string[] => value.split("\n").map((line) => line.trim()).filter(({ length }) => length >= 12); // prettier-ignore

const base64 = (value: string): string => Buffer.from(value).toString("base64");
