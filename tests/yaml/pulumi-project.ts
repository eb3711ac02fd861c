import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { transformSync } from "@swc/core";
import { built } from "../world/built.js";

export interface Answer {
  code: number;
  out: string;
  err: string;
}

/** A folder with a program, and a Pulumi of its own: state, plugins, the language hosts on PATH. */
export class PulumiProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "dinfra-yaml-")));
  /** State root of the host provider. */
  readonly root = this.at("root");
  private readonly program = this.at("program");
  /** PULUMI_HOME. */
  readonly home = this.at("pulumi-home");
  private readonly env: NodeJS.ProcessEnv;

  /** @param more further variables of the engine and its plugins */
  constructor(more: NodeJS.ProcessEnv = {}) {
    const bin = this.at("bin");
    symlinkSync(built("pulumi-language-yaml"), join(bin, "pulumi-language-yaml"));
    const host = join(__dirname, "node-language-host.cjs");
    writeFileSync(join(bin, "pulumi-language-nodejs"), `#!/bin/sh\nexec '${process.execPath}' '${host}' "$@"\n`);
    chmodSync(join(bin, "pulumi-language-nodejs"), 0o755);
    this.env = {
      PATH: [bin, dirname(built("pulumi")), "/usr/bin", "/bin"].join(delimiter),
      HOME: this.at("home"),
      PULUMI_HOME: this.home,
      PULUMI_BACKEND_URL: `file://${this.at("state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      DINFRA_HOST_ROOT: this.root,
      ...more,
    };
  }

  /** Further variables of the engine and its plugins. */
  setEnvironment(more: Readonly<Record<string, string>>): void {
    Object.assign(this.env, more);
  }

  at(name: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    return folder;
  }

  write(program: object): void {
    writeFileSync(join(this.program, "Pulumi.yaml"), JSON.stringify(program)); // JSON is YAML
  }

  /** A JavaScript program, in which the packages of the repository are found. */
  writeJavaScript(program: string): void {
    this.write({ name: "javascript", runtime: "nodejs" });
    writeFileSync(join(this.program, "package.json"), JSON.stringify({ name: "javascript", main: "index.js" }));
    writeFileSync(join(this.program, "index.js"), program);
    const modules = join(this.program, "node_modules");
    if (!existsSync(modules)) symlinkSync(join(__dirname, "..", "..", "node_modules"), modules);
  }

  /** A program of the repository's, as whoever copies its folder has it: its TypeScript as the language host compiles it. */
  copy(example: string): void {
    const folder = join(__dirname, "..", "..", "examples", example);
    const settings = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
    const source = join(folder, "index.ts");
    if (existsSync(source)) {
      const options = {
        module: { type: "commonjs" },
        jsc: { target: "es2023", parser: { syntax: "typescript" } },
      } as const;
      this.writeJavaScript(transformSync(readFileSync(source, "utf8"), options).code);
    }
    writeFileSync(join(this.program, "Pulumi.yaml"), settings.replace("index.ts", "index.js"));
  }

  /** Configuration of the stack, which `pulumi stack init` has made. */
  configure(stack: string, config: Record<string, unknown>): void {
    const file = join(this.program, `Pulumi.${stack}.yaml`);
    const [made = ""] = readFileSync(file, "utf8").split("\nconfig:");
    writeFileSync(file, `${made.trimEnd()}\nconfig: ${JSON.stringify(config)}\n`);
  }

  /** Folder of the program. */
  get programFolder(): string {
    return this.program;
  }

  pulumi(...args: string[]): Promise<Answer> {
    return this.run("pulumi", "--non-interactive", ...args);
  }

  dinfra(...args: string[]): Promise<Answer> {
    return this.run(process.execPath, join(__dirname, "..", "..", "cli", "bin", "dinfra.js"), ...args);
  }

  run(command: string, ...args: string[]): Promise<Answer> {
    return new Promise((resolve) =>
      execFile(command, args, { cwd: this.program, env: this.env, maxBuffer: 64e6 }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }),
      ),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
