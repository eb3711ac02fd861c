/**
 * `<subscription>.<attempt>` as numbers that compare as the chain orders them.
 * @throws {RangeError} for what is no id of a deployment
 */
export function parseDeploymentId(id: string): { subscription: bigint; attempt: number } {
  const match = /^(0|[1-9][0-9]{0,19})\.([1-9][0-9]{0,9})$/.exec(id);
  const subscription = BigInt(match?.[1] ?? -1);
  const attempt = Number(match?.[2]);
  // The chain counts subscriptions in 64 bits and attempts in 32: what is beyond names nothing.
  if (match === null || subscription >= 2n ** 64n || attempt >= 2 ** 32) {
    throw new RangeError(
      `expected a deployment id <subscription>.<attempt>, at most ${2n ** 64n - 1n} and ${2 ** 32 - 1}, found ${JSON.stringify(id.slice(0, 50))}`,
    );
  }
  return { subscription, attempt };
}
