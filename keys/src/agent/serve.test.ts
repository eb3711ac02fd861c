import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "../test/openssh.js";
import { uint32 } from "../wire.js";
import { serveAgent } from "./serve.js";

const SECRET = Buffer.from("a seed that ssh-add hands over..");
const MESSAGE = Buffer.from([17, ...SECRET]);
const framed = Buffer.concat([uint32(MESSAGE.length), MESSAGE]);

let folder: string;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Every buffer that is joined to another, as what a connection brings is to what it brought before, and what comes of it. */
function watchJoins(): { seen: Uint8Array[]; next: () => Promise<void> } {
  const seen: Uint8Array[] = [];
  let joined = (): void => undefined;
  const concat = Buffer.concat.bind(Buffer);
  jest.spyOn(Buffer, "concat").mockImplementation((parts, length) => {
    const whole = concat(parts, length);
    seen.push(whole, ...parts);
    joined();
    return whole;
  });
  return { seen, next: () => new Promise((resolve) => (joined = resolve)) };
}

it("keeps no copy of what it was sent, also when more arrives while it answers, or the rest never comes", async () => {
  let asked: (message: Uint8Array) => void;
  const message = new Promise<Uint8Array>((resolve) => (asked = resolve));
  let answer: (reply: Uint8Array) => void;
  const reply = new Promise<Uint8Array>((resolve) => (answer = resolve));
  const handle = (request: Uint8Array) => {
    asked(request);
    return reply;
  };
  const served = await serveAgent({ handle, close: () => undefined }, join(folder, "socket"));
  const joins = watchJoins();
  const socket = connect(served.socketPath);
  socket.write(framed);
  expect(Buffer.from(await message)).toEqual(MESSAGE);

  const more = joins.next();
  socket.write(framed.subarray(0, framed.length - 1)); // a second message, without its end
  await more;
  expect(Buffer.from(await message)).toEqual(MESSAGE); // still being answered
  answer!(Uint8Array.of(5));
  await once(socket, "data");
  const closed = once(socket, "close");
  await served.close();
  await closed;
  expect(joins.seen.length).toBeGreaterThan(0);
  expect([await message, ...joins.seen].filter((bytes) => Buffer.from(bytes).includes("a seed"))).toEqual([]);
});

it.each(["/nonexistent/4711", "/proc/1", ""])(
  "passes over a runtime folder that is gone or not ours: %s",
  async (stale) => {
    const before = process.env["XDG_RUNTIME_DIR"];
    process.env["XDG_RUNTIME_DIR"] = stale;
    try {
      const served = await serveAgent({ handle: async () => new Uint8Array(), close: () => undefined });
      expect(served.socketPath.startsWith(join(tmpdir(), "dinfra-agent-"))).toBe(true);
      await served.close();
    } finally {
      if (before === undefined) delete process.env["XDG_RUNTIME_DIR"];
      else process.env["XDG_RUNTIME_DIR"] = before;
    }
  },
);
