import { checkDevelopmentUri } from "../keys.js";
import { badInput } from "../failure.js";

/** An account: SS58, or a development key's name (`//Bob`), which is public. */
export async function parseAccount(text: string): Promise<string> {
  const { isAddress, signerFromUri } = await import("@dinfra/chain");
  if (text.startsWith("//")) {
    checkDevelopmentUri(text);
    return (await signerFromUri(text)).address;
  }
  if (!isAddress(text)) throw badInput(`expected an account (SS58, such as 5Grwva…), found ${JSON.stringify(text)}`);
  return text;
}
