import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync, mkdirSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalBytes, MAX_DESCRIPTOR_BYTES } from "./canonical.js";
import { folderBlocks, folderStore } from "./folder-store.js";
import { descriptorHash } from "./hash.js";
import { verified, type BlockStore } from "./store.js";

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "dinfra-store-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const document = { type: "x", n: 1 };
const { cid, digest } = descriptorHash(document);

describe("folder store", () => {
  test("what is put is found again, by CID and by digest, also by another store on the same folder", async () => {
    expect(await folderStore(dir).put(document)).toBe(cid);
    expect(await folderStore(dir).get(cid)).toEqual(document);
    expect(await folderStore(dir).get(digest)).toEqual(document);
  });

  test("makes its folder, leaves nothing but blocks in it, and putting twice is putting once", async () => {
    const store = folderStore(join(dir, "a", "b"));
    await Promise.all([store.put(document), store.put({ n: 1, type: "x" }), store.put(document)]);
    expect(readdirSync(join(dir, "a", "b"))).toEqual([`${cid}.json`]);
  });

  test("missing is an error that may pass", async () => {
    await expect(folderStore(dir).get(cid)).rejects.toMatchObject({ code: "store.missing", retryable: true });
    await expect(folderStore(join(dir, "none")).get(cid)).rejects.toMatchObject({
      code: "store.missing",
      retryable: true,
    });
  });

  test.each<[string, (file: string) => void, string, boolean]>([
    ["other content", (file) => writeFileSync(file, '{"n":2,"type":"x"}'), "descriptor.hash", false],
    ["torn", (file) => writeFileSync(file, canonicalBytes(document).slice(0, 5)), "descriptor.hash", false],
    ["empty", (file) => writeFileSync(file, ""), "descriptor.hash", false],
    ["huge", (file) => writeFileSync(file, Buffer.alloc(MAX_DESCRIPTOR_BYTES + 1, 32)), "descriptor.too-large", false],
    ["a folder", (file) => mkdirSync(file), "store.failed", true],
    ["a link to elsewhere", (file) => symlinkSync("/etc/hostname", file), "store.failed", true],
    ["a link to a device", (file) => symlinkSync("/dev/zero", file), "store.failed", true],
  ])("a folder that lies: %s", async (_name, lie, code, retryable) => {
    lie(join(dir, `${cid}.json`));
    await expect(folderStore(dir).get(cid)).rejects.toMatchObject({ code, retryable });
  });

  test("too large is refused before anything is written", async () => {
    await expect(folderStore(join(dir, "new")).put("x".repeat(MAX_DESCRIPTOR_BYTES))).rejects.toMatchObject({
      code: "descriptor.too-large",
    });
    expect(existsSync(join(dir, "new"))).toBe(false);
  });

  test("a folder that cannot be written is an error that may pass", async () => {
    writeFileSync(join(dir, "file"), "");
    await expect(folderStore(join(dir, "file")).put(document)).rejects.toMatchObject({
      code: "store.failed",
      retryable: true,
    });
  });

  test("a hostile CID reaches no file, neither to read nor to write", async () => {
    writeFileSync(join(dir, "secret.json"), JSON.stringify(document));
    const inner = join(dir, "inner");
    mkdirSync(inner);
    for (const hostile of ["../secret", "..", "", `../inner/${cid}`, "/etc/passwd", `${cid}/../../secret`]) {
      await expect(folderStore(inner).get(hostile)).rejects.toMatchObject({ code: "cid.invalid" });
      await expect(folderBlocks(inner).putBlock(hostile, new Uint8Array())).rejects.toMatchObject({
        code: "cid.invalid",
      });
      await expect(folderBlocks(inner).getBlock(hostile)).rejects.toMatchObject({ code: "cid.invalid" });
    }
    expect(readdirSync(inner)).toEqual([]);
  });
});

test("whatever store stands behind the port, a lie is an error", async () => {
  const liar: BlockStore = {
    putBlock: () => Promise.resolve(),
    getBlock: () => Promise.resolve(canonicalBytes({ type: "x", n: 2 })),
  };
  await expect(verified(liar).get(cid)).rejects.toMatchObject({ code: "descriptor.hash", retryable: false });
});

test("a store is never asked for what is no CID", async () => {
  const getBlock = jest.fn();
  await expect(verified({ putBlock: jest.fn(), getBlock }).get("../x")).rejects.toMatchObject({ code: "cid.invalid" });
  expect(getBlock).not.toHaveBeenCalled();
});
