/** @integration */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { explain } from "./failure.js";

const system = (code: string, more: object) =>
  Object.assign(new Error(`${code}: as Node words it`), { code, errno: -1, ...more });

// The name does not resolve here, whether or not the machine has a network: no resolver is asked for one with a space.
test("a host that nobody knows, from the real binary", async () => {
  const args = [join(__dirname, "..", "dist", "main.js"), "chain", "dev", "--port", "0", "--host", "no host"];
  const ended = await new Promise((resolve) => {
    execFile(process.execPath, args, (error, out, err) => resolve({ code: error?.code, out, err }));
  });
  expect(ended).toEqual({
    code: 2,
    out: "",
    err: "dinfra: no host: expected an address or a host name that this machine knows; choose another with --host\n",
  });
});

test.each([
  ["ENOTFOUND", { hostname: "nonsense.invalid", syscall: "getaddrinfo" }],
  ["EAI_AGAIN", { hostname: "nonsense.invalid", syscall: "getaddrinfo" }],
])("%s", (code, more) => {
  expect(explain(system(code, more))).toMatchObject({
    code,
    exitCode: 2,
    message: expect.stringMatching(/^nonsense\.invalid: expected .* choose another with --host$/),
  });
});
