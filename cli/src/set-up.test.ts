/** @integration */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";

// The real script in a clone that is made of stand-ins: what takes minutes is answered at once.
let clone: string;
let cache: string;

const write = (path: string, content: string) => {
  const file = join(clone, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
};

const tools = join(__dirname, "..", "..", "tools");

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "dinfra-set-up-"));
  cache = join(clone, "cache");
  for (const module of ["engine", "kubernetes/cluster", "kubernetes/plugin"])
    mkdirSync(join(clone, "tools", module), { recursive: true });
  // All of them: what set-up is made of changes.
  for (const name of readdirSync(tools).filter((name) => /\.(mjs|json)$/.test(name)))
    copyFileSync(join(tools, name), join(clone, "tools", name));
  mkdirSync(join(clone, "node_modules", ".bin"), { recursive: true });
  symlinkSync(process.execPath, join(clone, "node_modules", ".bin", "node"));
  const lock = "{}";
  write("package-lock.json", lock);
  write("node_modules/.dinfra-lock-hash", createHash("sha256").update(lock).digest("hex"));
  write("node_modules/typescript7/bin/tsc", "");
  write("providers/node/package.json", '{ "version": "0.1.0" }');
  write("platforms/aws/moto/requirements.txt", "");
  // python3 -m venv FOLDER
  const python = `mkdir -p "$3/bin"; printf '#!/bin/sh\\n' > "$3/bin/python"; chmod +x "$3/bin/python"`;
  write("bin/python3", `#!/bin/sh\n${python}\n`);
  write("tests/machines/lab/programs.json", "{}"); // nothing that this machine could lack
  // Finds the engine where Go is to build it.
  const engine = `${cache}/dinfra/engine/v3.259.0/bin/pulumi`;
  write("reactor/dist/engine/locate.js", `process.exit(require("fs").existsSync(${JSON.stringify(engine)}) ? 0 : 1);`);
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function setUp(env: NodeJS.ProcessEnv = {}, ...args: string[]): Promise<{ code: unknown; said: string[] }> {
  return new Promise((resolve) => {
    const bin = `${join(clone, "bin")}:/usr/bin:/bin`;
    execFile(
      process.execPath,
      [join(clone, "tools", "setup.mjs"), ...args],
      { env: { PATH: bin, HOME: clone, XDG_CACHE_HOME: cache, ...env } },
      (error, _out, err) => resolve({ code: error ? error.code : 0, said: err.trimEnd().split("\n") }),
    );
  });
}

const oneShot = () => join(cache, "dinfra", "one-shot-engine", versionOf("dinfra-engine"), "bin", "dinfra-engine");
const versionOf = (name: string) => rows().find((row) => row["name"] === name)!["version"]!;
const rows = () => JSON.parse(readFileSync(join(clone, "tools", "binaries.json"), "utf8")) as Record<string, string>[];
const built = () => {
  write("cache/dinfra/engine/v3.259.0/bin/pulumi", "");
  write(relative(clone, oneShot()), "");
};
const go = (list: string, build = "exit 0") =>
  write(
    "bin/go",
    `#!/bin/sh
case $1 in
  list) ${list} ;;
  build) while [ "$1" != -o ]; do shift; done; ${build} ;;
  mod) [ "$3" != -json ] || cat "${clone}/modules/$4.json" ;;
esac
`,
  );

test("all in place: nothing is said", async () => {
  built();
  expect(await setUp()).toEqual({ code: 0, said: [""] });
});

test.each([
  ["true", "npm is told to run no install scripts (ignore-scripts=true); allow this one by: npm_config_ignore_scripts"],
  ["false", "found none after npm ci: remove node_modules and run this again"],
])("npm brings no Node, and ignore-scripts is %s: one line that says what to do, no build", async (said, words) => {
  rmSync(join(clone, "node_modules", ".bin", "node"));
  write("bin/npm", `#!/bin/sh\n[ "$1" = ci ] || echo ${said}\n`);
  const ran = await setUp();
  expect(ran.code).toBe(1);
  expect(ran.said).toEqual([expect.stringContaining("dependencies: npm ci"), expect.stringContaining(words)]);
});

test("a build says what it does and how long it may take, before it does it", async () => {
  built();
  // In the words of tsc -b --verbose.
  const project = join(clone, "cli", "tsconfig.json");
  write("node_modules/typescript7/bin/tsc", `console.log("1:02:03 PM - Building project '${project}'...\\n");`);
  expect(await setUp()).toEqual({
    code: 0,
    said: ["set-up: build: tsc -b (about 20 seconds)", expect.stringMatching(/^set-up: build: tsc -b: done in \d+ s$/)],
  });
});

test("a build that fails says tsc's errors, without its remarks", async () => {
  const error = "cli/src/main.ts(1,1): error TS2304: Cannot find name 'x'.";
  write(
    "node_modules/typescript7/bin/tsc",
    `console.log("1:02:03 PM - Projects in this build: \\n    * cli/tsconfig.json\\n\\n${error}"); process.exit(2);`,
  );
  expect(await setUp()).toEqual({ code: 1, said: ["set-up: the TypeScript build failed", error] });
});

test("Go without a network is one line, with the last that Go said of it", async () => {
  const lookup = "dial tcp: lookup proxy.example: no such host";
  go(
    `seq -f "example.org/package/%.0f" 300; seq -f "tools.go:9:2: example.org/module/%.0f: ${lookup}" 150 >&2;
       seq -f "example.org/more/%.0f" 9; exit 1`,
  );
  const { code, said } = await setUp();
  expect(code).toBe(1);
  expect(said.filter((line) => line.includes("no such host"))).toHaveLength(1);
  expect(said.at(-1)).toMatch(
    /^set-up: .*Go could not fetch its modules \(.*example\.org\/module\/150: dial tcp: .* no such host\): .* run this again$/,
  );
});

test("a build of the engine that fails is one line, too, and leaves no half engine", async () => {
  go("exit 0", 'echo half > "$2"; echo example.org/package; echo "write $2: no space left on device" >&2; exit 1');
  const { code, said } = await setUp();
  expect(code).toBe(1);
  expect(said.at(-1)).toMatch(/^set-up: .*\(write \S+: no space left on device\)/);
  expect(existsSync(/\((?:write )(\S+):/.exec(said.at(-1) ?? "")?.[1] ?? clone)).toBe(false);
});

test("what a killed build left goes; that of one that runs stays", async () => {
  const dead = write("cache/dinfra/engine/v3.259.0/bin/pulumi.4194305.partial", "half"); // above every pid that Linux gives
  const live = write(`cache/dinfra/engine/v3.259.0/bin/pulumi.${process.pid}.partial`, "half");
  go("exit 0", 'echo whole > "$2"');
  expect(await setUp()).toMatchObject({ code: 0 });
  expect([dead, live].map((file) => existsSync(file))).toEqual([false, true]);
});

test("what its steps took is written down for CI, where it asks for that", async () => {
  const times = join(clone, "times");
  go("exit 0", 'echo whole > "$2"');
  expect(await setUp({ DINFRA_SETUP_TIMES: times })).toMatchObject({ code: 0 });
  expect(readFileSync(times, "utf8")).toMatch(
    /^\d+ engine: asking .*\n\d+ engine: .*building Pulumi with Go\n\d+ engine: building dinfra-engine.*\n$/,
  );
});

describe("the one-shot engine", () => {
  test("is built where there is Go, and without Go one line says what does its work", async () => {
    built();
    rmSync(oneShot());
    expect(await setUp()).toEqual({
      code: 0,
      said: [
        expect.stringMatching(/^set-up: engine: dinfra-engine is not built \(Go was not found\): the Pulumi CLI makes/),
      ],
    });
    go("exit 0", 'echo whole > "$2"');
    expect((await setUp()).code).toBe(0);
    expect(readFileSync(oneShot(), "utf8")).toBe("whole\n");
    expect(await setUp()).toEqual({ code: 0, said: [""] });
  });

  test("that does not build is no failure of the set-up, and leaves no half one", async () => {
    built();
    rmSync(oneShot());
    go("exit 0", 'echo half > "$2"; echo "write: no space left on device" >&2; exit 1');
    const { code, said } = await setUp();
    expect([code, existsSync(oneShot())]).toEqual([0, false]);
    expect(said).toContainEqual(expect.stringContaining("is not built (write: no space left on device)"));
  });
});

/** Where the programs of the table lie that are built for an option; undefined: for the tests. */
const placesOf = (option?: string) => {
  const goArchitecture = process.arch === "x64" ? "amd64" : process.arch;
  return rows()
    .filter((row) => row["for"] === option && !["pulumi", "dinfra-engine"].includes(row["name"]!))
    .map(({ name, folder, version, place }) => place ?? `${folder}/${version}/bin/${name}`)
    .map((place) => place.replace("{os}", process.platform).replace("{arch}", goArchitecture))
    .map((place) => `cache/dinfra/${place}`);
};
const missing = (files: readonly string[]) => files.filter((file) => !existsSync(join(clone, file)));

describe("--tests", () => {
  const others = () => placesOf();

  test("builds every other program of the table, each under its version, and none that is there", async () => {
    built();
    go("exit 0", 'echo whole > "$2"');
    const { code, said } = await setUp({}, "--tests");
    expect(code).toBe(0);
    expect(others().length).toBeGreaterThan(0);
    expect(missing(others())).toEqual([]);
    expect(missing(placesOf("kubernetes"))).toEqual(placesOf("kubernetes")); // they take half an hour
    const agents = ["amd64", "arm64"].map((arch) => join(clone, "agent", "dist", `dinfra-agent-linux-${arch}`));
    expect(agents.filter((file) => !existsSync(file))).toEqual([]);
    expect(said).toHaveLength(2 * (others().length + 2)); // the agent, moto
    expect(said.at(-1)).toMatch(/^set-up: parts for the tests: moto, with pip: done/);
    expect(await setUp({}, "--tests")).toEqual({ code: 0, said: [""] });
  });

  test("without Go: one line that names what is missing and what to do", async () => {
    built();
    const { code, said } = await setUp({}, "--tests");
    expect(code).toBe(1);
    expect(said.at(-1)).toMatch(
      /^set-up: .* is not built yet, and Go was not found: install Go 1\.26 or later, or leave out --tests and what needs it$/,
    );
  });
});

describe("--kubernetes", () => {
  const apt = (script: string) => write("bin/apt-get", `#!/bin/sh\n${script}\n`);
  // dpkg-deb -x FILE FOLDER
  const dpkg = () => write("bin/dpkg-deb", '#!/bin/sh\nmkdir -p "$3/usr/bin" && cp "$2" "$3/usr/bin/etcd"\n');
  const etcd = () => {
    const { version } = JSON.parse(readFileSync(join(clone, "tools", "etcd.json"), "utf8")) as { version: string };
    return join(cache, "dinfra", "etcd", version, "bin", "etcd");
  };

  interface Kind {
    module: string;
    version: string;
    file: string;
    sum: string;
  }
  const kinds = () => JSON.parse(readFileSync(join(clone, "tools", "kinds.json"), "utf8")) as Kind[];
  const placesOfKinds = () =>
    kinds().map(({ version, file }) => join(cache, "dinfra", "kinds", version, basename(file)));
  /** Modules that Go downloads, with the definitions in them. */
  const modules = (sumOf: (kind: Kind) => string = ({ sum }) => sum) => {
    for (const kind of kinds()) {
      const { module, version, file } = kind;
      write(`downloaded/${module}/${file}`, `kind of ${module}\n`);
      const said = { Dir: join(clone, "downloaded", module), Sum: sumOf(kind) };
      write(`modules/${module}@${version}.json`, JSON.stringify(said));
    }
  };

  test("builds a cluster's programs and the plugin with what it embeds, unpacks etcd, takes kinds out of their modules, and nothing that is there", async () => {
    built();
    dpkg();
    modules();
    apt('[ "$1" = download ] && echo etcd > etcd-server.deb');
    write("module/cmd/pulumi-resource-kubernetes/schema.json", "{}");
    go(`[ "$2" != -m ] || echo ${join(clone, "module")}`, 'echo "$@" > "$2"');
    // The overlay is gone after the build: what it said is kept.
    const script = readFileSync(join(clone, "bin", "go"), "utf8");
    write(
      "bin/go",
      script.replace(
        "  build) while",
        `  build) for a; do case $a in *overlay*) cp $a ${clone}/overlay; esac; done; while`,
      ),
    );
    const { code, said } = await setUp({}, "--kubernetes");
    expect([code, said.at(-1)]).toEqual([0, expect.stringContaining("done in")]);
    expect(placesOf("kubernetes").length).toBeGreaterThan(3);
    expect(missing(placesOf("kubernetes"))).toEqual([]);
    expect(readFileSync(etcd(), "utf8")).toBe("etcd\n");
    expect(placesOfKinds().map((file) => readFileSync(file, "utf8"))).toEqual(
      kinds().map(({ module }) => `kind of ${module}\n`),
    );
    const { Replace } = JSON.parse(readFileSync(join(clone, "overlay"), "utf8")) as { Replace: Record<string, string> };
    const schema = join(clone, "tools", "kubernetes", "plugin", "schema.json");
    expect(Replace[schema]).toBe(join(clone, "module", "cmd", "pulumi-resource-kubernetes", "schema.json"));
    const left = readdirSync(cache, { recursive: true }).filter((file) => String(file).includes("partial"));
    expect(left).toEqual([]);
    expect(await setUp({}, "--kubernetes")).toEqual({ code: 0, said: [""] });
  });

  test("without lists of packages they are fetched first", async () => {
    built();
    dpkg();
    modules();
    go("exit 0", 'echo whole > "$2"');
    apt(`case $1 in
      update) touch ${clone}/lists ;;
      download) [ -e ${clone}/lists ] || { echo "E: Unable to locate package" >&2; exit 100; }; echo etcd > e.deb ;;
    esac`);
    expect((await setUp({}, "--kubernetes")).code).toBe(0);
    expect(existsSync(etcd())).toBe(true);
  });

  test("a module with another sum than the pinned one is not taken", async () => {
    built();
    dpkg();
    modules(() => "h1:other");
    go("exit 0");
    apt("echo etcd > e.deb");
    const { code, said } = await setUp({}, "--kubernetes");
    expect(code).toBe(1);
    const [{ module, version, sum }] = kinds() as [Kind];
    expect(said.at(-1)).toBe(
      `set-up: kinds of Kubernetes are not there (${module} ${version}: expected the sum ${sum}, found h1:other): ` +
        "mend that, or leave out --kubernetes",
    );
    expect(placesOfKinds().filter((file) => existsSync(file))).toEqual([]);
  });

  test("without etcd: one line that says what to do", async () => {
    built();
    apt('echo "E: Unable to locate package etcd-server" >&2; exit 100');
    const { code, said } = await setUp({}, "--kubernetes");
    expect(code).toBe(1);
    expect(said.at(-1)).toBe(
      "set-up: etcd is not there (apt-get: E: Unable to locate package etcd-server): " +
        "put an etcd 3.4 or later on PATH, or leave out --kubernetes",
    );
  });
});

// A shell looks a command up once: in a fresh clone its second `node` is the one of before set-up, too old for what we write.
test("what npm runs after set-up runs on the Node that set-up installed", () => {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const after = Object.values(scripts).filter((script) => script.startsWith("node tools/setup.mjs "));
  expect(after.length).toBeGreaterThan(3);
  expect(after.filter((script) => / && node /.test(script))).toEqual([]);
});
