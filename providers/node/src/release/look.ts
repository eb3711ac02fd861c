import * as log from "@pulumi/pulumi/log";
import { NodeError } from "../errors.js";

/**
 * What a look at a machine finds. A machine that cannot be asked is no finding: what was known stays, and a warning says so.
 * @param what said in the warning, with its verb, such as "the release of <id> was"
 */
export async function lookOrKeep<T>(what: string, known: T, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof NodeError) || !error.retryable) throw error;
    await log.warn(`${what} not looked at: ${error.message}`);
    return known;
  }
}
