import { DECIMALS } from "../parse/amount.js";

/** Exactly, to the last planck, in the largest unit that it has one of. */
export function formatAmount(planck: bigint): string {
  const sign = planck < 0n ? "-" : "";
  const size = planck < 0n ? -planck : planck;
  for (const [unit, exponent] of [
    ["UNIT", DECIMALS],
    ["mUNIT", 9],
    ["uUNIT", 6],
    ["nUNIT", 3],
  ] as const) {
    const scale = 10n ** BigInt(exponent);
    if (size < scale && size !== 0n) continue;
    const rest = size % scale;
    const fraction = rest.toString().padStart(exponent, "0").replace(/0+$/, "");
    return `${sign}${grouped(size / scale)}${fraction === "" ? "" : `.${fraction}`} ${unit}`;
  }
  return `${sign}${grouped(size)} planck`;
}

function grouped(value: bigint): string {
  return value.toString().replace(/\B(?=([0-9]{3})+$)/g, "_");
}
