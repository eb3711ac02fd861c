/** JSON with amounts and ids as decimal text: a u128 does not survive being read as a double. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) => (typeof child === "bigint" ? child.toString() : child));
}
