import { badInput } from "../failure.js";

/** A whole number in digits, within bounds. `what` names it in the error. */
export function parseWhole(what: string, min: bigint, max: bigint): (text: string) => bigint {
  return (text) => {
    const found = JSON.stringify(text);
    if (!/^[0-9]{1,39}$/.test(text))
      throw badInput(`${what}: expected a whole number from ${min} to ${max}, found ${found}`);
    const value = BigInt(text);
    if (value < min || value > max)
      throw badInput(`${what}: expected a whole number from ${min} to ${max}, found ${found}`);
    return value;
  };
}

const small = (what: string, min: number, max: number) => {
  const parse = parseWhole(what, BigInt(min), BigInt(max));
  return (text: string) => Number(parse(text));
};

export const parseSubscription = parseWhole("subscription", 0n, 2n ** 64n - 1n);
export const parseCount = (what: string) => small(what, 1, 2 ** 32 - 1);
export const parseBlock = small("block", 0, 2 ** 32 - 1);
/** Of a consumer's token, which lasts 15 minutes at most. */
export const parseMinutes = small("minutes", 1, 15);
export const parsePort = small("port", 0, 65_535);
export const parseMilliseconds = (what: string) => small(what, 50, 3_600_000);

/** Which assignment is meant: `7` (the present attempt) or `7.2`. */
export function parseDeployment(text: string): { subscription: bigint; attempt?: number } {
  const [subscription = "", attempt, ...rest] = text.split(".");
  if (rest.length > 0)
    throw badInput(`expected a subscription (7) or a deployment (7.1), found ${JSON.stringify(text)}`);
  return {
    subscription: parseSubscription(subscription),
    ...(attempt === undefined ? {} : { attempt: parseCount("attempt")(attempt) }),
  };
}
