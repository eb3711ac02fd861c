import { createRequire } from "node:module";
import * as path from "node:path";
import { ComponentError } from "./errors.js";
import type { PlatformDefinition } from "./platform.js";

/** Platforms with a nested argument in the placement; the package of each is `@dinfra/platform-<name>`. */
export const builtInPlatforms = ["local", "cloudstack", "aws", "kubernetes"] as const;

const registered = new Map<string, PlatformDefinition>();
const loaded = new Map<string, PlatformDefinition>();
const moreRoots: string[] = [];

/**
 * Makes a platform known without a package: for a platform that is part of the program itself. A name is given once, because two
 * platforms of one name would make placement depend on the order of loading.
 */
export function registerPlatform<Settings>(definition: PlatformDefinition<Settings>): void {
  const known = registered.get(definition.name);
  if (known === definition) return;
  if (known) {
    throw new ComponentError(
      "PlatformAlreadyRegistered",
      `the platform name "${definition.name}" is taken: register yours under another name`,
    );
  }
  registered.set(definition.name, definition as PlatformDefinition);
}

/** One more folder from which the packages of platforms are resolved, after those of the program. */
export function addPlatformRoot(folder: string): void {
  if (!moreRoots.includes(folder)) moreRoots.push(folder);
}

/** Folders from which the packages of platforms are resolved: the program's, then its main module's, then added ones. */
export function platformRoots(): string[] {
  const main = require.main?.filename;
  return [...new Set([process.cwd(), ...(main === undefined ? [] : [path.dirname(main)]), ...moreRoots])];
}

/**
 * The platform of that name: a registered one, else the package `@dinfra/platform-<name>`.
 * @throws ComponentError `UnknownPlatform`, `PlatformPackageInvalid`
 */
export function platformNamed(name: string): PlatformDefinition {
  const known = registered.get(name);
  if (known) return known;
  const wanted = `@dinfra/platform-${name}`;
  const found = fromPackage(wanted);
  if (found && found.name !== name) throw invalid(wanted, `a platform of the name "${name}"`, `"${found.name}"`);
  if (found) return found;
  throw new ComponentError(
    "UnknownPlatform",
    `unknown platform "${name}": expected the package ${wanted} in one of ${platformRoots().join(", ")} or above; ` +
      `add it (npm install ${wanted}), name the package of a third party's platform, or register one with registerPlatform`,
  );
}

/**
 * The platform that a package exports. `wanted` is a package's name or an absolute path.
 * @throws ComponentError `PlatformPackageMissing`, `PlatformPackageInvalid`
 */
export function platformOfPackage(wanted: string): PlatformDefinition {
  const found = fromPackage(wanted);
  if (found) return found;
  throw new ComponentError(
    "PlatformPackageMissing",
    `expected the platform's package ${wanted} in one of ${platformRoots().join(", ")} or above; ` +
      `add it (npm install ${wanted})`,
  );
}

/**
 * The platform of a built-in's name (`cloudstack`), or of a package's (`@example/platform`, or an absolute path).
 * @throws ComponentError `UnknownPlatform`, `PlatformPackageMissing`, `PlatformPackageInvalid`
 */
export const requirePlatform = (wanted: string): PlatformDefinition =>
  /^[a-z][a-z0-9-]*$/.test(wanted) ? platformNamed(wanted) : platformOfPackage(wanted);

/** Synchronous, because components are constructed synchronously. Undefined where no root has the package. */
function fromPackage(wanted: string): PlatformDefinition | undefined {
  for (const root of platformRoots()) {
    // As from inside node_modules: Node then never reads the root's own package.json, which may be unreadable or no JSON.
    const requireThere = createRequire(path.join(root, "node_modules", "program.js"));
    let file: string;
    try {
      file = requireThere.resolve(wanted);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") continue;
      throw invalid(wanted, "a package that can be resolved", (error as Error).message);
    }
    const known = loaded.get(file);
    if (known) return known;
    const definition = definitionIn(wanted, requireThere, file);
    loaded.set(file, definition);
    return definition;
  }
  return undefined;
}

function definitionIn(wanted: string, requireThere: NodeJS.Require, file: string): PlatformDefinition {
  let exported: { platform?: Partial<PlatformDefinition> };
  try {
    exported = requireThere(file) as typeof exported;
  } catch (error) {
    throw invalid(wanted, "a package that can be loaded", (error as Error).message);
  }
  const { platform } = exported ?? {};
  if (typeof platform?.name !== "string" || typeof platform.open !== "function" || !isObject(platform.settingsSchema)) {
    const found =
      platform === undefined ? "no such export" : `one with ${Object.keys(platform).join(", ") || "nothing"}`;
    throw invalid(wanted, "an export `platform` with name, settingsSchema and open", found);
  }
  return platform as PlatformDefinition;
}

const isObject = (value: unknown) => typeof value === "object" && value !== null;

function invalid(wanted: string, expected: string, found: string): ComponentError {
  return new ComponentError(
    "PlatformPackageInvalid",
    `the platform's package ${wanted}: expected ${expected}, found ${found}`,
  );
}
