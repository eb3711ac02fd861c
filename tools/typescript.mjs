// Lets a script load the TypeScript of tests/, which is compiled nowhere: import this first, then `require` such a file.
import { existsSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

const isOurs = (url = "") => url.startsWith("file:") && !url.includes("/node_modules/");
const asTypescript = (name) => name.replace(/\.js$/, ".ts");

registerHooks({
  // A module of TypeScript names another by the file that a compiler would make of it.
  resolve(name, context, next) {
    if (/^\.{1,2}\/.*\.js$/.test(name) && isOurs(context.parentURL)) {
      const url = new URL(asTypescript(name), context.parentURL);
      if (existsSync(url)) return next(asTypescript(name), context);
    }
    return next(name, context);
  },
  load(url, context, next) {
    if (!isOurs(url) || !url.endsWith(".ts")) return next(url, context);
    const file = fileURLToPath(url);
    const { code } = transformSync(readFileSync(file, "utf8"), {
      ...{ loader: "ts", format: "cjs", target: "node22", sourcefile: file, sourcemap: "inline" },
    });
    return { format: "commonjs", source: code, shortCircuit: true };
  },
});
