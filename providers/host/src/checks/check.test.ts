import { hostProvider } from "../host-provider.js";
import { asSecret } from "../values.js";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const provider = hostProvider();

async function check(type: string, news: Record<string, unknown>) {
  const { inputs, failures } = await provider.check!(`urn:pulumi:s::p::dinfra-host:index:${type}::x`, {}, news);
  return { inputs, failures: (failures ?? []).map(({ property, reason }) => `${property}: ${reason}`) };
}

const process = { name: "a", owner: "o", root: "/r", command: "/bin/true" };
const network = { name: "a", owner: "o", root: "/r", size: 4 };
const file = { directory: "/r/data/a", name: "f", content: "", root: "/r" };
const probe = { kind: "tcp", address: "127.1.2.3", port: 1 };
const rpc = { name: "rpc", address: "127.1.2.3", port: 1 };

test("defaults are filled in", async () => {
  expect(await check("Process", process)).toEqual({
    inputs: { ...process, args: [], env: {}, ports: [], stopSignal: "SIGTERM", stopGraceSeconds: 10 },
    failures: [],
  });
  expect((await check("File", file)).inputs).toEqual({ ...file, mode: "0600" });
});

test.each([
  ["Process", { ...process, name: undefined }, "name: expected a value, found nothing"],
  ["Process", { ...process, name: "../x" }, /^name: expected 1 to 128 letters, .*, found "\.\.\/x"$/],
  ["Process", { ...process, name: ".x" }, /^name: /],
  ["Process", { ...process, name: "x".repeat(129) }, /^name: .*…$/],
  ["Process", { ...process, owner: "" }, /^owner: expected 1 to 256 characters, found ""/],
  ["Process", { ...process, root: "relative" }, 'root: expected an absolute path, found "relative"'],
  ["Process", { ...process, command: "bin/x" }, /^command: expected an absolute path, or a program's bare name/],
  ["Process", { ...process, command: "" }, /^command: /],
  ["Process", { ...process, args: "x" }, 'args: expected a list, found "x"'],
  ["Process", { ...process, args: ["a", 1] }, "args[1]: expected text, found 1"],
  ["Process", { ...process, args: ["a\0b"] }, /^args\[0\]: /],
  ["Process", { ...process, env: { A: 1 } }, "env.A: expected text, found a secret number"],
  ["Process", { ...process, env: { "A=B": "x" } }, /^env\.A=B: expected letters, digits and/],
  ["Process", { ...process, env: { DINFRA_HOST_NAME: "x" } }, /the provider's own marks/],
  ["Process", { ...process, env: ["x"] }, "env: expected an object, found a list"],
  ["Process", { ...process, ports: [{ ...rpc, port: 0 }] }, "ports[0].port: expected a port, 1 to 65535, found 0"],
  ["Process", { ...process, ports: [{ ...rpc, port: "1" }] }, 'ports[0].port: expected a port, 1 to 65535, found "1"'],
  ["Process", { ...process, ports: [{ ...rpc, port: 1.5 }] }, /^ports\[0\]\.port: /],
  ["Process", { ...process, ports: [{ ...rpc, address: "10.0.0.1" }] }, /^ports\[0\]\.address: expected an IP address/],
  ["Process", { ...process, ports: [{ name: "rpc", port: 1 }] }, "ports[0].address: expected a value, found nothing"],
  [
    "Process",
    { ...process, readiness: { ...probe, kind: "udp" } },
    'readiness.kind: expected tcp, http or websocket, found "udp"',
  ],
  ["Process", { ...process, readiness: { ...probe, path: "x" } }, /^readiness\.path: expected a path that begins with/],
  [
    "Process",
    { ...process, readiness: { ...probe, timeoutSeconds: 0 } },
    /^readiness\.timeoutSeconds: expected seconds above 0/,
  ],
  ["Process", { ...process, readiness: { ...probe, foo: 1 } }, /^readiness\.foo: expected one of kind, address/],
  ["Process", { ...process, stopSignal: "SIGKILL" }, /^stopSignal: expected the name of a signal that asks/],
  ["Process", { ...process, stopSignal: "TERM" }, /^stopSignal: /],
  ["Process", { ...process, stopGraceSeconds: -1 }, "stopGraceSeconds: expected seconds, 0 to 3600, found -1"],
  ["Process", { ...process, restart: "always" }, /^restart: expected one of name, owner, root/],
  ["Network", { ...network, size: 0 }, "size: expected a number of ports, 1 to 1000, found 0"],
  ["Network", { ...network, size: 1001 }, /^size: /],
  ["Directory", { name: "a/b", owner: "o", root: "/r" }, /^name: /],
  ["File", { ...file, name: "a/b" }, /^name: expected a file name/],
  ["File", { ...file, name: ".." }, /^name: /],
  ["File", { ...file, mode: "999" }, 'mode: expected octal digits such as 0600, found "999"'],
  ["File", { ...file, mode: "4755" }, /^mode: /],
  ["File", { ...file, content: 5 }, "content: expected text, found a secret number"],
])("%s %j is refused", async (type, news, message) => {
  const { failures } = await check(type as string, news as Record<string, unknown>);
  expect(failures).toHaveLength(1);
  if (typeof message === "string") expect(failures[0]).toBe(message);
  else expect(failures[0]).toMatch(message as RegExp);
});

test("all that is wrong is told at once", async () => {
  expect((await check("Process", { ...process, name: "/", cwd: "x", args: [1, 2] })).failures).toHaveLength(4);
});

test("a secret is checked and stays wrapped, and is shown in no message", async () => {
  const good = asSecret("pass word");
  expect((await check("Process", { ...process, env: { KEY: good } })).inputs.env).toEqual({ KEY: good });
  const { failures } = await check("Process", { ...process, command: asSecret("rel/pass word") });
  expect(failures[0]).toMatch(/^command: expected an absolute path/);
  expect(failures.join()).not.toContain("pass word");
});

test("what is not known yet passes, wherever it stands", async () => {
  const news = {
    ...process,
    cwd: unknown,
    args: [unknown, "x"],
    env: { A: unknown },
    ports: [{ ...rpc, port: unknown }],
  };
  expect((await check("Process", { ...news, readiness: unknown })).failures).toEqual([]);
});

test("one spelling of a mode", async () => {
  expect((await check("File", { ...file, mode: "644" })).inputs.mode).toBe("0644");
});

test("an unknown type is named", async () => {
  await expect(check("Volume", {})).rejects.toMatchObject({ code: "unknown-type" });
});
