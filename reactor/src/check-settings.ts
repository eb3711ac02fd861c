import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ReactorError } from "@dinfra/service/failure";
import { traceHeaders } from "@dinfra/service/traces";
import type { ReactorConfig } from "./config.js";

// What `reactor check` tries of the settings that name something of this machine. Each answers with what it found, and throws
// with what is wrong and what to do.

/** Bytes below which a data directory will soon be full: a hundred deployments' states, logs and a migration's copy. */
const leastSpace = 1024 ** 3;

/** Whether its owner alone can read it, and how much room is left. */
export function checkDataDir({ dataDir }: ReactorConfig): string {
  let there = dataDir;
  while (!existsSync(there)) there = dirname(there);
  if (!statSync(there).isDirectory())
    throw new ReactorError("data.no-folder", `${there}: expected a folder, found a file: give another data directory`);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch {
    throw new ReactorError(
      "data.no-access",
      `${there} cannot be written to by this user: give it to the user that the reactor runs as`,
    );
  }
  if (there === dataDir && (statSync(dataDir).mode & 0o077) !== 0)
    throw new ReactorError(
      "data.exposed",
      `${dataDir} can be entered by others, and holds secrets: chmod 700 ${dataDir}`,
    );
  const { bavail, bsize } = statfsSync(there);
  const free = bavail * bsize;
  if (free < leastSpace)
    throw new ReactorError(
      "data.no-space",
      `${there}: expected at least 1 GiB of free space, found ${Math.round(free / 1024 ** 2)} MiB: make room`,
    );
  return `${there === dataDir ? dataDir : `will be made in ${there}`}, ${Math.round(free / 1024 ** 3)} GiB free`;
}

/** Whether the variables of the platform's credentials are set here; their values are nobody's. */
export function checkCredentials({ credentials = [] }: ReactorConfig, env: NodeJS.ProcessEnv): string {
  const missing = credentials.filter((name) => !env[name]);
  if (missing.length > 0)
    throw new ReactorError(
      "credentials.missing",
      `expected the variables ${missing.join(", ")}, found them unset or empty: set them where the reactor is started, ` +
        "or take them out of credentials",
    );
  return credentials.length === 0 ? "none are named" : `${credentials.join(", ")} are set`;
}

/** Whether the receiver takes a request without spans. */
export async function checkTraces(traces: NonNullable<ReactorConfig["traces"]>): Promise<string> {
  const headers = traceHeaders(traces);
  let answer: Response;
  try {
    answer = await fetch(traces.url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: '{"resourceSpans":[]}',
      signal: AbortSignal.timeout(10_000),
    });
  } catch (error) {
    const cause = (error as Error).cause instanceof Error ? ((error as Error).cause as Error).message : String(error);
    throw new ReactorError(
      "traces.away",
      `no receiver of traces answers (${cause}): start it, or correct traces.url; the reactor works without it`,
    );
  }
  await answer.body?.cancel();
  if (answer.ok) return "the receiver takes them";
  throw new ReactorError(
    "traces.refused",
    `the receiver of traces answers ${answer.status}: ` +
      (answer.status === 401 || answer.status === 403
        ? "give the account's headers in traces.headersFile"
        : "expected the path of OTLP/HTTP, such as /v1/traces, in traces.url"),
  );
}
