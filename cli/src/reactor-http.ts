import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Option, type Command } from "commander";
import type { Deployment, DeploymentPage, Problem } from "@dinfra/schemas";
import { homeFolder } from "@dinfra/keys/command";
import { dataFolder } from "@dinfra/service/data-folder";
import { ReactorError } from "@dinfra/service/failure";
import { isLoopback } from "@dinfra/service/listen";
import { fetchOver, tlsAdvice, type ClientTls } from "@dinfra/service/tls/client";
import { badInput, CommandFailure } from "./failure.js";
import type { Io } from "./io.js";
import { parseReactorUrl } from "./parse/endpoint.js";

export const DEFAULT_REACTOR_PORT = 4700;

/** Where a reactor is asked, and how it knows us. */
export interface ReactorOptions {
  readonly reactor: string;
  readonly tokenFile?: string;
  readonly dataDir?: string;
  readonly reactorCaFile?: string;
  readonly reactorCertificateFile?: string;
  readonly reactorKeyFile?: string;
}

export function withReactor(command: Command): Command {
  return command
    .addOption(
      new Option("--reactor <url>", "the reactor's API")
        .env("DINFRA_REACTOR")
        .default(`http://127.0.0.1:${DEFAULT_REACTOR_PORT}`)
        .argParser(parseReactorUrl),
    )
    .option("--data-dir <folder>", "the reactor's state, where its API token lies (env: DINFRA_DATA_DIR)")
    .option("--token-file <file>", "the reactor's API token, where it lies elsewhere")
    .addOption(
      new Option("--reactor-ca-file <file>", "authorities of a reactor that speaks TLS, in PEM").env(
        "DINFRA_REACTOR_CA_FILE",
      ),
    )
    .addOption(
      new Option(
        "--reactor-certificate-file <file>",
        "a client certificate that the reactor knows, in PEM, in place of the token",
      ).env("DINFRA_REACTOR_CERTIFICATE_FILE"),
    )
    .addOption(new Option("--reactor-key-file <file>", "the key of it, in PEM").env("DINFRA_REACTOR_KEY_FILE"));
}

/** Where a reactor keeps its state: `--data-dir`, DINFRA_DATA_DIR, else a folder of this user. */
export function defaultDataDir(env: Readonly<Record<string, string | undefined>>): string {
  return (
    env["DINFRA_DATA_DIR"] ||
    join(env["XDG_STATE_HOME"] || join(homeFolder("--data-dir", env), ".local", "state"), "dinfra", "reactor")
  );
}

/** One request; an answer that is no success is a failure with the problem's own words. */
export async function askReactor(
  io: Io,
  options: ReactorOptions,
  path: string,
  accept: string,
  method: "GET" | "POST" | "PUT" | "DELETE" = "GET",
  body?: unknown,
): Promise<Response> {
  const file = tokenFile(io, options);
  const bearer = file === undefined ? undefined : await token(file, options);
  let response: Response;
  try {
    response = await fetchOver(tlsOf(io, options))(`${parseReactorUrl(options.reactor)}${path}`, {
      method,
      headers: {
        ...{ accept, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) },
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: io.stop,
    });
  } catch (error) {
    // Of files of TLS: it says which one, and what to do.
    if (error instanceof ReactorError) throw badInput(error.message, { cause: error });
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    const advice = tlsAdvice(error);
    if (advice !== undefined)
      throw new CommandFailure(
        "reactor.tls",
        1,
        `the reactor at ${options.reactor} cannot be asked: ${cause}; ${advice}`,
      );
    throw new CommandFailure(
      "reactor.away",
      1,
      `no reactor answers at ${options.reactor} (${cause}); start it with dinfra reactor run, or give --reactor`,
    );
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const code = /^urn:dinfra:problem:(.+)$/.exec(problem.type ?? "")?.[1] ?? `http.${response.status}`;
  // The reactor speaks of HTTP; who types wants to know which option was wrong.
  if (response.status === 401 && file !== undefined) {
    const found = `expected the API token of the reactor at ${options.reactor}, found another in ${file}`;
    const advice =
      "give --data-dir as for dinfra reactor run, or its api-token with --token-file, or another --reactor";
    throw new CommandFailure(code, 1, `${found}; ${advice}`);
  }
  throw new CommandFailure(code, 1, problem.detail ?? problem.title ?? `the reactor answered ${response.status}`);
}

/** Every deployment that the reactor knows, all pages. */
export async function allDeployments(io: Io, options: ReactorOptions): Promise<{ epoch: string; items: Deployment[] }> {
  const items: Deployment[] = [];
  for (let after = ""; ;) {
    const answer = await askReactor(
      io,
      options,
      `/v1/deployments?limit=500${after && `&after=${after}`}`,
      "application/json",
    );
    const page = (await answer.json()) as DeploymentPage;
    items.push(...page.items);
    if (page.next === undefined) return { epoch: page.epoch, items };
    after = page.next;
  }
}

/** A certificate says who asks, unless a token is named beside it. */
function tokenFile(io: Io, options: ReactorOptions): string | undefined {
  const { tokenFile, dataDir, reactorCertificateFile } = options;
  if (reactorCertificateFile !== undefined && tokenFile === undefined && dataDir === undefined) return undefined;
  return tokenFile ?? join(dataDir ?? defaultDataDir(io.env), "api-token");
}

/** A reactor on this machine is known by the certificate that it left in its data directory. */
function tlsOf(io: Io, options: ReactorOptions): ClientTls {
  const { reactorCaFile: caFile, reactorCertificateFile: certificateFile, reactorKeyFile: keyFile } = options;
  const client = {
    ...(certificateFile !== undefined && { certificateFile }),
    ...(keyFile !== undefined && { keyFile }),
  };
  if (caFile !== undefined) return { ...client, caFile };
  const url = new URL(options.reactor);
  if (url.protocol !== "https:" || !isLoopback(url.hostname.replace(/^\[|\]$/g, ""))) return client;
  const pinnedFile = dataFolder(options.dataDir ?? defaultDataDir(io.env)).apiCertificate;
  return { ...client, ...(existsSync(pinnedFile) && { pinnedFile }) };
}

async function token(file: string, options: ReactorOptions): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    // A file that was named is what is wrong; --data-dir would not be looked at beside it.
    const advice =
      options.tokenFile === undefined
        ? "give --data-dir as for dinfra reactor run"
        : "give another --token-file, or in its place --data-dir as for dinfra reactor run";
    throw badInput(`${file}: expected the reactor's API token, found none; ${advice}`, { cause });
  }
}
