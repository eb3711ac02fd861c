import { checkDevelopmentUri } from "../keys.js";
import { badInput } from "../failure.js";

/**
 * An account: SS58, or a development key's name (`//Bob`), which is public. Chains write the same account with prefixes of
 * their own: any is taken, and what is answered has the prefix that all chains read, 42.
 */
export async function parseAccount(text: string): Promise<string> {
  if (text.startsWith("//")) {
    const { signerFromUri } = await import("@dinfra/chain");
    checkDevelopmentUri(text);
    return (await signerFromUri(text)).address;
  }
  const { decodeAddress, encodeAddress } = await import("@dinfra/keys");
  const refused = `expected an account (SS58, such as 5Grwva…), found ${JSON.stringify(text)}`;
  if (text.startsWith("0x")) throw badInput(refused);
  try {
    return encodeAddress(decodeAddress(text));
  } catch (error) {
    const checksum = /wrong checksum.*/.exec((error as Error).message)?.[0];
    throw badInput(checksum === undefined ? refused : `${refused} with a ${checksum}`, { cause: error });
  }
}
