import { badInput } from "../failure.js";

/** Decimals of the chain's currency: 1 UNIT is 10^12 planck. */
export const DECIMALS = 12;

/** Powers of ten over the smallest unit. */
const exponents: Readonly<Record<string, number>> = { UNIT: 12, mUNIT: 9, uUNIT: 6, µUNIT: 6, nUNIT: 3, planck: 0 };

const MAX_U128 = 2n ** 128n - 1n;

/**
 * An amount with its unit, exactly: `2.5UNIT`, `300 mUNIT`, `1_000planck`. There is no default unit, since a factor of 10^12 is no
 * place for a guess, and no rounding: what is finer than a planck is refused.
 */
export function parseAmount(text: string): bigint {
  const match = /^([0-9][0-9_]*)(?:\.([0-9]+))?\s*([A-Za-zµ]*)$/.exec(text.trim());
  const refuse = (why: string) =>
    badInput(
      `expected an amount with its unit, such as 2.5UNIT, 300mUNIT or 7planck, found ${JSON.stringify(text)}${why}`,
    );
  if (!match) throw refuse("");
  const [, whole = "", fraction = "", unit = ""] = match;
  if (unit === "") throw refuse(" without a unit");
  const exponent = exponents[unit];
  if (exponent === undefined) throw refuse(`: no unit ${unit} (${Object.keys(exponents).join(", ")})`);
  const significant = fraction.replace(/0+$/, "");
  if (significant.length > exponent) throw refuse(", which is finer than a planck");
  const planck = BigInt(whole.replaceAll("_", "") + significant.padEnd(exponent, "0"));
  if (planck > MAX_U128) throw refuse(", which is more than there can be");
  return planck;
}

/** The same where nothing is no amount: prices, funds, top-ups. */
export function parsePositiveAmount(text: string): bigint {
  const amount = parseAmount(text);
  if (amount === 0n) throw badInput(`expected an amount above 0, found ${JSON.stringify(text)}`);
  return amount;
}
