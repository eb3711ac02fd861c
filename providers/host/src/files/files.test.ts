/** @integration */
import * as fs from "node:fs";
import * as path from "node:path";
import { isEmpty, listOwned } from "../observer.js";
import { operations, urnOf } from "../testing/kinds.js";
import { makeScratch, type Scratch } from "../testing/scratch.js";
import { asSecret, plain, type Properties } from "../values.js";
import { isWithin } from "./confine.js";

const directories = operations("Directory");
const files = operations("File");

let scratch: Scratch;
let folder: string;
beforeEach(async () => {
  scratch = makeScratch();
  folder = (await directories.create(directory())).path as string;
});
afterEach(() => scratch.clean());

const directory = (more: Properties = {}): Properties => ({ name: "d", owner: "o", root: scratch.root, ...more });
const file = (more: Properties = {}): Properties => ({
  directory: folder,
  name: "f",
  content: "hello\n",
  root: scratch.root,
  ...more,
});
const outside = () => path.join(scratch.folder, "outside");

describe("a directory", () => {
  test("is its owner's alone, and goes with all that is in it, links not followed", async () => {
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    fs.mkdirSync(outside());
    fs.writeFileSync(path.join(outside(), "precious"), "");
    fs.mkdirSync(path.join(folder, "sub"));
    fs.symlinkSync(outside(), path.join(folder, "sub", "link"));
    await directories.remove("d", directory());
    await directories.remove("d", directory());
    expect(fs.existsSync(folder)).toBe(false);
    expect(fs.readdirSync(outside())).toEqual(["precious"]);
    expect(await isEmpty(scratch.root, "o")).toBe(true);
  });

  test("that exists is taken over with what is in it", async () => {
    fs.writeFileSync(path.join(folder, "data"), "x");
    await directories.create(directory());
    expect(fs.readdirSync(folder)).toEqual(["data"]);
    await expect(directories.create(directory({ owner: "p" }))).rejects.toMatchObject({ code: "name-taken" });
  });

  test("in whose place is a link is not made, only the link is removed, and what it points to is left alone", async () => {
    fs.rmdirSync(folder);
    fs.mkdirSync(outside());
    fs.symlinkSync(outside(), folder);
    await expect(directories.create(directory())).rejects.toMatchObject({ code: "not-a-directory" });
    fs.writeFileSync(path.join(outside(), "precious"), "");
    await directories.remove("d", directory());
    expect(fs.existsSync(folder)).toBe(false);
    expect(fs.readdirSync(outside())).toEqual(["precious"]);
  });

  describe("with facts that no later change may alter", () => {
    const fixed = { database: "rocksdb", pruning: "constrained" };
    const check = async (news: Properties, olds: Properties = {}) =>
      (await directories.provider.check!(urnOf("Directory"), directory(olds), directory(news))).failures ?? [];
    const archive = { fixed: { ...fixed, pruning: "archive" } };
    const filled = () => fs.writeFileSync(path.join(folder, "data"), "x");

    test.each<[string, Properties, Properties, string[]]>([
      ["the same", { fixed }, { fixed }, []],
      ["another", { fixed }, archive, ["pruning"]],
      ["two others", { fixed }, { fixed: { database: "paritydb", pruning: "archive" } }, ["database", "pruning"]],
      ["one that was not said before", { fixed }, { fixed: { ...fixed, chain: "kusama" } }, []],
      ["the first to be said", {}, { fixed }, []],
      ["none", { fixed }, {}, []],
    ])("%s, held against its record alone", async (_what, before, after, refused) => {
      await directories.create(directory(before));
      filled();
      expect((await check(after)).map(({ reason }) => reason.split(" ")[2])).toEqual(refused);
    });

    test("a refusal says in one line what was, what is asked for, and what to do", async () => {
      await directories.create(directory({ fixed }));
      filled();
      const [{ reason }] = (await check(archive)) as unknown as [{ reason: string }];
      expect(reason).toMatch(
        /^expected the pruning constrained, which the data was made with, found archive: keep it, or .*$/,
      );
      // Also where a check was passed before somebody else filled it.
      const create = directories.provider.create!(urnOf("Directory"), directory(archive));
      await expect(create).rejects.toMatchObject({ code: "data-cannot-follow", retryable: false });
      expect((await directories.read("d", { root: scratch.root })).props).toMatchObject({ fixed });
    });

    test("of the version before hold from when they are said first, though that changes nothing", async () => {
      filled();
      const olds = directory({ path: folder });
      expect(await directories.diff("d", olds, directory({ fixed }))).toMatchObject({ changes: false });
      expect(await check(archive, { fixed })).toHaveLength(1);
      // Another directory is not held to them.
      expect(await check({ ...archive, name: "e" }, { fixed })).toEqual([]);
    });

    test("where there is no data any others may be asked for, and are recorded", async () => {
      await directories.create(directory({ fixed }));
      expect(await check(archive, { fixed })).toEqual([]);
      const olds = directory({ path: folder, fixed });
      expect(await directories.diff("d", olds, directory(archive))).toMatchObject({ changes: true, replaces: [] });
      await directories.update("d", olds, directory(archive));
      filled();
      expect(await check({ fixed })).toHaveLength(1);
    });

    test("outlive an update that does not say them", async () => {
      await directories.create(directory({ fixed }));
      filled();
      await directories.create(directory());
      expect(await check(archive)).toHaveLength(1);
    });
  });

  test("whose deletion was cut short is empty when it is made again, and gone when it is deleted again", async () => {
    const cutShort = () => {
      const record = path.join(scratch.root, "directories", "d.json");
      fs.writeFileSync(record, fs.readFileSync(record, "utf8").replace('"present"', '"deleting"'));
      fs.mkdirSync(path.join(scratch.root, "trash", "d~1"));
      fs.writeFileSync(path.join(scratch.root, "trash", "d~1", "rest"), "");
    };
    fs.writeFileSync(path.join(folder, "old"), "");
    cutShort();
    await directories.create(directory());
    expect(fs.readdirSync(folder)).toEqual([]);
    cutShort();
    fs.rmdirSync(folder);
    expect(await isEmpty(scratch.root, "o")).toBe(false);
    await directories.remove("d", directory());
    expect(fs.readdirSync(path.join(scratch.root, "trash"))).toEqual([]);
    expect(await isEmpty(scratch.root, "o")).toBe(true);
  });

  test("that is missing is drift", async () => {
    const state = { ...directory(), path: folder };
    expect(await directories.diff("d", state, directory())).toMatchObject({ changes: false });
    fs.rmdirSync(folder);
    expect(await directories.diff("d", state, directory())).toMatchObject({ changes: true, replaces: [] });
    expect(await directories.read("d", state)).toMatchObject({ id: "" });
  });

  test("is not deleted for the former resource of a renamed one", async () => {
    await directories.create(directory(), urnOf("Directory", "present"));
    await directories.remove("d", directory(), urnOf("Directory", "former"));
    expect(fs.existsSync(folder)).toBe(true);
  });
});

describe("a file", () => {
  test("has its content and mode, whatever the umask, and is put back when either changes", async () => {
    const old = process.umask(0o077);
    const { id, ...state } = await files.create(file({ mode: "644" })).finally(() => process.umask(old));
    const at = path.join(folder, "f");
    expect(id).toBe(at);
    expect(fs.readFileSync(at, "utf8")).toBe("hello\n");
    expect(fs.statSync(at).mode & 0o777).toBe(0o644);
    expect(await files.read(id, state)).toEqual({ id, props: state });
    expect(await files.diff(id, state, file({ mode: "0644" }))).toMatchObject({ changes: false });

    for (const harm of [() => fs.appendFileSync(at, "x"), () => fs.chmodSync(at, 0o666), () => fs.rmSync(at)]) {
      harm();
      expect(await files.diff(id, state, file({ mode: "644" }))).toMatchObject({ changes: true, replaces: [] });
      const found = await files.read(id, state);
      if (found.id) expect(found.props).not.toEqual(state);
      expect(await files.update(id, state, file({ mode: "644" }))).toEqual(state);
      expect(fs.statSync(at).mode & 0o777).toBe(0o644);
    }
    await files.remove(id, state);
    await files.remove(id, state);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test("of a secret: neither it nor its hash is in clear in what the engine is told", async () => {
    const { id, ...state } = await files.create(file({ content: asSecret("1234") }));
    expect(fs.readFileSync(id, "utf8")).toBe("1234");
    expect(typeof state.sha256).toBe("object");
    expect(plain(state.sha256)).toMatch(/^03ac674216f3e15c/);
    expect(await files.read(id, state)).toEqual({ id, props: state });
    expect(await files.diff(id, state, file({ content: asSecret("1234") }))).toMatchObject({ changes: false });
    expect(await files.diff(id, state, file({ content: asSecret("1235") }))).toMatchObject({ changes: true });
    expect(
      fs
        .readdirSync(path.join(scratch.root, "files"))
        .map((name) => fs.readFileSync(path.join(scratch.root, "files", name), "utf8"))
        .join(),
    ).not.toContain("1234");
  });

  test("outside of the root is neither written nor removed", async () => {
    fs.mkdirSync(outside());
    fs.writeFileSync(path.join(outside(), "f"), "precious");
    fs.symlinkSync(outside(), path.join(folder, "link"));
    fs.symlinkSync(outside(), path.join(scratch.root, "data", "e"));
    const places = [
      outside(),
      scratch.root,
      path.join(scratch.root, "data"),
      path.join(scratch.root, "processes"),
      path.join(folder, "link"),
      path.join(scratch.root, "data", "e"),
      path.join(folder, "..", "..", ".."),
      `${folder}/../../../outside`,
      "/etc",
      "/no/such/folder",
    ];
    for (const place of places) {
      await expect(files.create(file({ directory: place }))).rejects.toMatchObject({ code: "outside-root" });
      await expect(files.remove("f", file({ directory: place }))).rejects.toMatchObject({ code: "outside-root" });
    }
    expect(fs.readFileSync(path.join(outside(), "f"), "utf8")).toBe("precious");
    expect(fs.readdirSync(outside())).toEqual(["f"]);
  });

  test("in another directory by way of a link is refused", async () => {
    const other = (await directories.create(directory({ name: "other" }))).path as string;
    fs.symlinkSync(other, path.join(folder, "link"));
    await expect(files.create(file({ directory: path.join(folder, "link") }))).rejects.toMatchObject({
      code: "outside-root",
    });
    expect(fs.readdirSync(other)).toEqual([]);
  });

  test("in whose place is a link replaces the link, not what it points to", async () => {
    fs.writeFileSync(outside(), "precious");
    fs.symlinkSync(outside(), path.join(folder, "f"));
    fs.symlinkSync(outside(), path.join(folder, ".f.new"));
    const { id, ...state } = await files.create(file());
    expect(fs.readFileSync(path.join(folder, "f"), "utf8")).toBe("hello\n");
    await files.remove(id, state);
    expect(fs.readFileSync(outside(), "utf8")).toBe("precious");
  });

  test("needs its directory", async () => {
    const missing = path.join(scratch.root, "data", "missing");
    await expect(files.create(file({ directory: missing }))).rejects.toMatchObject({ code: "not-a-directory" });
    await files.remove("f", file({ directory: missing }));
  });

  test("a root that is reached by way of a link is as good as another", async () => {
    const link = path.join(scratch.folder, "link");
    fs.symlinkSync(scratch.root, link);
    const { id } = await files.create(file({ directory: path.join(link, "data", "d"), root: link }));
    expect(id).toBe(path.join(folder, "f"));
    expect((await listOwned(link, "o")).map(({ kind }) => kind)).toEqual(["file", "directory"]);
  });

  test("goes with its directory", async () => {
    await files.create(file());
    await directories.remove("d", directory());
    expect(fs.readdirSync(path.join(scratch.root, "files"))).toEqual([]);
  });
});

test.each([
  ["/a", "/a/b", true],
  ["/a", "/a/b/c", true],
  ["/a", "/a", false],
  ["/a", "/ab", false],
  ["/a", "/", false],
  ["/a", "/b", false],
  ["/a", "/a/../b", false],
  ["/a", "/a/..b", true],
])("below %s is %s: %s", (outer, inner, is) => expect(isWithin(outer, inner)).toBe(is));
