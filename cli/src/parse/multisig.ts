import { badInput } from "../failure.js";
import { parseAccount } from "./account.js";
import { parseWhole } from "./numbers.js";

/** Signatories of one multisig that the chain takes. */
const MOST = 100;
const threshold = parseWhole("--multisig: threshold", 1n, BigInt(MOST));

/** As it is typed: accounts are not yet looked at. */
export interface MultisigText {
  readonly threshold: number;
  readonly accounts: readonly string[];
}

/** An account that so many of the signatories together are. */
export interface Multisig {
  readonly threshold: number;
  /** SS58, each once, sorted as text; the order has no meaning. */
  readonly signatories: readonly string[];
  /** That account, SS58. */
  readonly account: string;
}

/** `THRESHOLD:ACCOUNT,ACCOUNT,…` @throws badInput */
export function parseMultisig(text: string): MultisigText {
  const at = text.indexOf(":");
  if (at < 0)
    throw badInput(
      `--multisig: expected THRESHOLD:ACCOUNT,ACCOUNT,… with all signatories, found ${JSON.stringify(text)}`,
    );
  const accounts = text.slice(at + 1).split(",");
  const least = threshold(text.slice(0, at));
  if (accounts.length < 2 || accounts.length > MOST)
    throw badInput(`--multisig: expected 2 to ${MOST} signatories, found ${accounts[0] === "" ? 0 : accounts.length}`);
  if (least > accounts.length)
    throw badInput(`--multisig: expected a threshold of at most ${accounts.length}, the signatories, found ${least}`);
  return { threshold: Number(least), accounts };
}

/** @throws badInput for what is no account, and for one that stands there twice */
export async function resolveMultisig({ threshold: least, accounts }: MultisigText): Promise<Multisig> {
  const signatories = await Promise.all(accounts.map(parseAccount));
  const twice = signatories.findIndex((each, at) => signatories.indexOf(each) < at);
  if (twice >= 0) throw badInput(`--multisig: expected each signatory once, found ${accounts[twice]} again`);
  const { multisigAccount } = await import("@dinfra/chain");
  return { threshold: least, signatories: [...signatories].sort(), account: multisigAccount(least, signatories) };
}

/** As it is typed. */
export const formatMultisig = ({ threshold: least, signatories }: Multisig): string =>
  `${least}:${signatories.join(",")}`;
