import type { Timepoint } from "@dinfra/chain";
import { badInput } from "../failure.js";

const MOST = 2 ** 32 - 1;

/** `HEIGHT.INDEX`, such as 12.1. @throws badInput */
export function parseTimepoint(text: string): Timepoint {
  const [, height, index] = (/^([0-9]{1,10})\.([0-9]{1,10})$/.exec(text) ?? []).map(Number);
  if (height === undefined || index === undefined || height > MOST || index > MOST)
    throw badInput(
      `--timepoint: expected a height and the place in its block, such as 12.1, found ${JSON.stringify(text)}`,
    );
  return { height, index };
}

/** As it is typed. */
export const formatTimepoint = ({ height, index }: Timepoint): string => `${height}.${index}`;
