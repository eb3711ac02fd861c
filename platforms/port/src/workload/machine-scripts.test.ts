/** @integration */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import * as path from "node:path";
import { programScript, restoreScript } from "./machine-scripts.js";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Runs a script as a machine would: by its shell, to its end. */
function run(script: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile("/bin/sh", ["-s"], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
    child.stdin?.end(script);
  });
}

describe("restore from a snapshot", () => {
  const content: Record<string, string> = { "full/CURRENT": "MANIFEST-1\n", "full/000001.sst": "rows" };
  const manifest = Object.entries(content)
    .map(([file, text]) => `${sha256(text)}  ${file}\n`)
    .join("");
  let served: Record<string, string>;
  let server: Server;
  let volume: string;
  const db = (file: string) => path.join(volume, "chains/ksmcc3/db", file);

  beforeAll(async () => {
    server = createServer((request, response) => {
      const text = served[decodeURIComponent(request.url!.slice("/snapshot/".length))];
      response.writeHead(text === undefined ? 404 : 200).end(text);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  });
  afterAll(() => new Promise((closed) => server.close(closed)));
  beforeEach(() => {
    volume = mkdtempSync(path.join(tmpdir(), "dinfra-restore-"));
    served = { SHA256SUMS: manifest, ...content };
  });
  afterEach(() => rmSync(volume, { recursive: true }));

  const restore = (manifestSha256 = sha256(served["SHA256SUMS"]!)) =>
    run(
      restoreScript(
        {
          kind: "restore",
          volume: "data",
          folder: "chains/ksmcc3/db",
          baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/snapshot`,
          manifestSha256,
        },
        volume,
        userInfo().username,
      ),
    );

  test("puts every file in place, and does nothing the second time", async () => {
    expect(await restore()).toEqual({ code: 0, output: "" });
    expect(readFileSync(db("full/CURRENT"), "utf8")).toBe(content["full/CURRENT"]);
    expect(readFileSync(db("full/000001.sst"), "utf8")).toBe("rows");
    served = {};
    writeFileSync(db("full/CURRENT"), "MANIFEST-2\n");
    expect(await restore("f".repeat(64))).toEqual({ code: 0, output: "" });
    expect(readFileSync(db("full/CURRENT"), "utf8")).toBe("MANIFEST-2\n");
  });

  test("begins again from nothing after it was cut off", async () => {
    const whole = { ...served };
    delete served["full/000001.sst"];
    expect((await restore()).code).not.toBe(0);
    expect(existsSync(db("full/CURRENT"))).toBe(true);
    writeFileSync(db("torn"), "half a file");
    served = whole;
    expect((await restore()).code).toBe(0);
    expect(existsSync(db("torn"))).toBe(false);
    expect(readFileSync(db("full/000001.sst"), "utf8")).toBe("rows");
  });

  test("keeps data that a node has made itself", async () => {
    mkdirSync(db("full"), { recursive: true });
    writeFileSync(db("full/own"), "blocks");
    const { code, output } = await restore();
    expect({ code, kept: readFileSync(db("full/own"), "utf8") }).toEqual({ code: 0, kept: "blocks" });
    expect(output).toContain("has data that no restore of ours began");
  });

  test("refuses a list that is not the pinned one, and a file that is not the listed one", async () => {
    expect(await restore("e".repeat(64))).toMatchObject({
      code: 1,
      output: expect.stringContaining("not the expected one"),
    });
    served["full/000001.sst"] = "other rows";
    expect((await restore()).code).not.toBe(0);
    expect(existsSync(path.join(volume, ".restore-complete"))).toBe(false);
  });

  test.each(["../../keystore/key", "/etc/passwd", "a b", "{a,b}", "$(id)"])("refuses a list with %s", async (file) => {
    served = { SHA256SUMS: `${sha256("x")}  ${file}\n`, [file]: "x" };
    expect(await restore()).toMatchObject({ code: 1, output: expect.stringContaining("outside its folder") });
  });
});

describe("a program of the catalogue", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "dinfra-program-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is run only when its file is the pinned one", async () => {
    const command = path.join(folder, "node");
    const script = programScript({ name: "a", version: "1", args: [], command, digest: `sha256:${sha256("right")}` });
    writeFileSync(command, "right");
    expect(await run(script)).toEqual({ code: 0, output: "" });
    writeFileSync(command, "wrong");
    expect(await run(script)).toEqual({ code: 1, output: `${command} is not a 1: its hash is another\n` });
  });
});
