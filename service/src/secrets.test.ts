/** @integration */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { printable } from "./printable.js";
import { keepSecret, withoutSecrets } from "./secrets.js";

const secret = "s3cr3t/+wörd with spaces";
const key = ["-----BEGIN PRIVATE KEY-----", "MC4CAQAwBQYDK2VwBCIEIEXAMPLE0123", "-----END PRIVATE KEY-----"].join("\n");

describe("known secrets are masked in each form in which they travel", () => {
  beforeAll(() => keepSecret(secret, key, undefined, "short"));

  test.each([
    ["itself", secret],
    ["in a URL", `https://host/?key=${encodeURIComponent(secret)}`],
    ["in a header for basic authentication", `Basic ${Buffer.from(secret).toString("base64")}`],
    ["in JSON", JSON.stringify({ key: `"${secret}"` })],
    ["of several lines", key],
    ["of several lines, in JSON", JSON.stringify(key)],
    ["a line of several", `found ${key.split("\n")[1]}`],
  ])("%s", (_, text) => {
    expect(withoutSecrets(text)).toContain("[secret]");
    for (const shown of [withoutSecrets(text), printable(text)]) expect(shown).not.toMatch(/s3cr3t|EXAMPLE|czNjcjN0/);
  });

  test("what is short is a word like others", () => expect(withoutSecrets("a short text")).toBe("a short text"));
});

test("no way into a log line keeps one", () => {
  const script = `
    const from = (name) => require(${JSON.stringify(join(__dirname, "..", "dist"))} + "/" + name);
    const { keepSecret } = from("secrets.js");
    keepSecret(process.env.CANARY);
    const secret = process.env.CANARY;
    const log = from("log.js").processLog("test", "trace");
    class Odd extends Error { constructor() { super("odd"); this.name = "Odd" + secret; } }
    log.info(secret);
    log.info("a message with %s and %j", secret, { of: secret });
    log.warn({ field: secret, nested: { deep: [secret, { [secret]: 1 }] }, reason: "x " + secret }, "fields");
    log.error({ err: new Error("refused " + secret) }, "an error");
    log.error({ err: Object.assign(new Error("a"), { code: secret, request: { authorization: secret } }) }, "its fields");
    log.error({ err: new Error("outer", { cause: new Error(secret) }) }, "its cause");
    log.error({ err: new Odd() }, "its name");
    log.error({ error: new Error(secret), buffer: Buffer.from(secret), in: [{ it: Buffer.from(secret) }], url: new URL("http://a/?k=" + secret) }, "others");
    log.error(new Error("alone " + secret));
    log.child({ token: secret }).debug({ header: "Bearer " + secret }, "a child");
    const at = () => { throw new Error("thrown") };
    try { eval("(function " + secret + "() { at() })()"); } catch (error) { log.fatal({ err: error }, "its stack"); }`;
  const canary = "canary_9f8e7d6c5b4a";
  const lines = execFileSync(process.execPath, ["-e", script], {
    encoding: "utf8",
    env: { ...process.env, CANARY: canary },
  }).trim();
  expect(lines.split("\n").map((line) => (JSON.parse(line) as { level: number }).level)).toHaveLength(11);
  expect(lines.match(/\[secret\]/g)!.length).toBeGreaterThanOrEqual(11);
  expect(lines).not.toContain(canary);
  // A buffer is its bytes in JSON.
  expect(lines).not.toContain(JSON.stringify([...Buffer.from(canary)]).slice(1, -1));
});
