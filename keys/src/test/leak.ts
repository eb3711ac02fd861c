import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What must not be found anywhere but where it was put on purpose: a secret in the forms in which it could come to light. */
export class Needles {
  readonly #needles: Buffer[] = [];

  constructor(secrets: (string | Uint8Array)[]) {
    for (const secret of secrets) {
      const bytes = Buffer.from(secret);
      this.#needles.push(bytes);
      if (typeof secret === "string") continue;
      this.#needles.push(
        Buffer.from(bytes.toString("hex")),
        Buffer.from(bytes.toString("hex").toUpperCase()),
        Buffer.from([...bytes.subarray(0, 8)].join(",")),
      );
      // Base64 at each of the three alignments, without the characters at the rims that depend on the neighbours.
      for (const shift of [0, 1, 2])
        this.#needles.push(
          Buffer.from(
            bytes
              .subarray(shift, shift + 24)
              .toString("base64")
              .slice(0, 32),
          ),
        );
    }
  }

  in(text: string | Buffer): boolean {
    const buffer = Buffer.from(text);
    return this.#needles.some((needle) => buffer.includes(needle));
  }

  /** The files under a folder that hold one. */
  under(folder: string): string[] {
    return filesUnder(folder).filter((file) => this.in(readFileSync(file)));
  }

  /** The command lines, and environments, of running processes that hold one; `/proc/<pid>/…` */
  inProcesses(): string[] {
    const found: string[] = [];
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      for (const file of ["cmdline", "environ"]) {
        try {
          if (this.in(readFileSync(`/proc/${pid}/${file}`))) found.push(`/proc/${pid}/${file}`);
        } catch {
          // gone meanwhile, or not ours to read
        }
      }
    return found;
  }
}

/** Plain files under a folder; sockets hold nothing. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
