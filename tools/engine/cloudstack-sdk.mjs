// Generates sdks/cloudstack, the Node.js SDK of the bridged CloudStack provider, from the provider's own schema.
//
//   node tools/engine/cloudstack-sdk.mjs           writes it
//   node tools/engine/cloudstack-sdk.mjs --check   exit 1 if what is committed is not what would be written
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { binary, fileOf, isBuilt } from "../go-binaries.mjs";

const module = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(module));
const sdk = join(root, "sdks", "cloudstack");

// A resource of that name and another resource's state type are one TypeScript name. The exclusion is part of the parameter in the SDK and
// in every state: changing it changes both.
const excluded = ["cloudstack_network_service_provider_state"];

/** What is not generated, beside the build's output. */
const ours = new Set(["bin", "node_modules", "tsconfig.tsbuildinfo"]);

const bridge = binary("pulumi-resource-terraform-provider");
const provider = binary("terraform-provider-cloudstack");
const bridgeFolder = dirname(fileOf(bridge));
const bridgeVersion = bridge.version.slice(1);
const cloudstackVersion = provider.version.slice(1);
/** Above registry, namespace, name, version and platform. */
const terraformFolder = join(fileOf(provider), "../../../../../..");

const missing = [bridge, provider].filter((row) => !isBuilt(row));
if (missing.length > 0) {
  fail(`expected ${missing.map(({ name }) => name).join(" and ")}, found none; run "npm run setup -- --tests"`);
}
const scratch = mkdtempSync(join(tmpdir(), "dinfra-sdk-"));
try {
  const fresh = join(scratch, "sdk");
  generate(fresh);
  if (process.argv.includes("--check")) check(fresh);
  else write(fresh);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function generate(folder) {
  const plugins = join(scratch, "home", "plugins");
  mkdirSync(plugins, { recursive: true });
  symlinkSync(bridgeFolder, join(plugins, `resource-terraform-provider-v${bridgeVersion}`));
  const found = spawnSync(process.execPath, [join(root, "reactor", "dist", "engine", "locate.js")], {
    encoding: "utf8",
  });
  if (found.status !== 0) fail(found.stderr.trim());
  const pulumi = join(found.stdout.trim(), "bin", "pulumi");
  const schema = execFileSync(
    pulumi,
    [
      ...[
        "package",
        "get-schema",
        `terraform-provider@${bridgeVersion}`,
        "--",
        "cloudstack/cloudstack",
        cloudstackVersion,
      ],
      ...excluded.flatMap((name) => ["--exclude", name]),
    ],
    {
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PULUMI_HOME: join(scratch, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_DYNAMIC_TF_PLUGIN_CACHE_DIR: terraformFolder,
      },
    },
  );
  mkdirSync(folder);
  execFileSync("go", ["run", "-trimpath", "./nodejs-sdk", folder], {
    cwd: module,
    input: schema,
    stdio: ["pipe", "inherit", "inherit"],
  });
  ourBuild(folder);
}

/** The generated package names no entry and builds with a compiler of its own: here it builds with ours, as one of our projects. */
function ourBuild(folder) {
  const file = join(folder, "package.json");
  const { name, version: itsVersion, description, pulumi } = JSON.parse(readFileSync(file, "utf8"));
  const components = JSON.parse(readFileSync(join(root, "components", "package.json"), "utf8"));
  const version = components.devDependencies["@pulumi/pulumi"];
  const complete = {
    name,
    version: itsVersion,
    description,
    private: true,
    license: "Apache-2.0",
    main: "bin/index.js",
    types: "bin/index.d.ts",
    files: ["bin"],
    dependencies: { "@pulumi/pulumi": version },
    pulumi,
  };
  writeFileSync(file, `${JSON.stringify(complete, undefined, 2)}\n`);
  // package.json is compiled along: the SDK reads its own version from beside itself.
  const options = {
    rootDir: ".",
    outDir: "bin",
    noUncheckedIndexedAccess: false,
    noImplicitOverride: false,
    stripInternal: true,
  };
  const config = {
    extends: "../../tsconfig.base.json",
    compilerOptions: options,
    include: ["**/*.ts", "package.json"],
    exclude: ["bin"],
  };
  writeFileSync(join(folder, "tsconfig.json"), `${JSON.stringify(config, undefined, 2)}\n`);
}

function write(fresh) {
  mkdirSync(sdk, { recursive: true });
  for (const name of readdirSync(sdk)) if (!ours.has(name)) rmSync(join(sdk, name), { recursive: true });
  for (const name of filesIn(fresh)) {
    mkdirSync(dirname(join(sdk, name)), { recursive: true });
    writeFileSync(join(sdk, name), readFileSync(join(fresh, name)));
  }
  process.stdout.write(`wrote ${filesIn(fresh).length} files into ${relative(root, sdk)}\n`);
}

function check(fresh) {
  const differing = [...new Set([...filesIn(fresh), ...filesIn(sdk)])].filter((name) => {
    try {
      return !readFileSync(join(fresh, name)).equals(readFileSync(join(sdk, name)));
    } catch {
      return true; // in one of the two only
    }
  });
  if (differing.length === 0) return;
  process.stderr.write(
    `sdks/cloudstack is not what its provider's schema gives: ${differing.slice(0, 5).join(", ")}${differing.length > 5 ? ", …" : ""}; ` +
      `run "node tools/engine/cloudstack-sdk.mjs" and commit\n`,
  );
  process.exitCode = 1;
}

function filesIn(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = join(below, entry.name);
    if (below === "" && ours.has(entry.name)) return [];
    return entry.isDirectory() ? filesIn(folder, name) : [name];
  });
}

function fail(message) {
  process.stderr.write(`cloudstack-sdk: ${message}\n`);
  process.exit(1);
}
