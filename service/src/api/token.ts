import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ReactorError } from "../failure.js";
import { keepSecret } from "../secrets.js";

/**
 * The bearer token that reactor and sidecar share, from a file that its owner alone can read; made when there is none.
 * Both processes may come first: the file appears whole or not at all.
 *
 * @throws {ReactorError} `token.exposed`, `token.unreadable`
 */
export function sharedToken(file: string): string {
  // One that is there is read without a write, so that a full disk keeps nobody from it.
  if (!existsSync(file)) makeToken(file);
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new ReactorError(
      "token.exposed",
      `${file} can be read by others: delete it (a new one is made) or run chmod 600 on it`,
    );
  }
  const token = readFileSync(file, "utf8").trim();
  if (token.length < 32)
    throw new ReactorError("token.unreadable", `${file} holds no token: delete it, a new one is made`);
  keepSecret(token);
  return token;
}

function makeToken(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whether an Authorization header carries the token; takes the same time whatever it carries. */
export function carries(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(header ?? ""), digest(`Bearer ${token}`));
}
