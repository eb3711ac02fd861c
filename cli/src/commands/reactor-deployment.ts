import { readFile } from "node:fs/promises";
import { Argument, type Command } from "commander";
import { descriptorHash, type Deployment, type DeploymentPage, type components } from "@dinfra/schemas";
import { badInput, CommandFailure } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { printable } from "../format/printable.js";
import { words } from "../format/state.js";
import { formatFields, formatTable } from "../format/table.js";
import type { Io } from "../io.js";
import { askReactor, withReactor, type ReactorOptions } from "../reactor-http.js";
import { answer, withExamples, withJson } from "../session.js";

type Options = ReactorOptions & { json?: boolean };
type Orphans = components["schemas"]["OrphanList"];
type Outputs = components["schemas"]["Outputs"];
type Preview = components["schemas"]["Preview"];

const path = (id: string, what = "") => `/v1/deployments/${encodeURIComponent(id)}${what}`;
const json = "application/json";

/** What an operator does with one deployment. */
export function addDeploymentCommands(reactor: Command, io: Io): void {
  const command = (name: string, description: string) =>
    withReactor(
      withJson(reactor.command(name).argument("<id>", "deployment, for example 7.1").description(description)),
    );

  withExamples(
    command(
      "show",
      "one deployment: phase, conditions, endpoints, a plan that waits for an approval, and how it ended",
    ),
    "dinfra reactor show 7.1",
  ).action(async (id: string, options: Options) => {
    try {
      const found = (await (await askReactor(io, options, path(id), json)).json()) as Deployment;
      answer(options, io, found, inWords(found));
    } catch (error) {
      const kept = codeOf(error) === "unknown-deployment" ? await keptOf(io, options, id) : undefined;
      if (kept === undefined) throw error;
      answer(options, io, kept, keptInWords(kept));
    }
  });

  withExamples(
    command(
      "approve",
      "let an update be made that deletes or replaces a disk, an address or a validator's machine",
    ).requiredOption("--digest <digest>", "of the plan, as dinfra reactor show says it"),
    "dinfra reactor approve 7.1 --digest 0x5b2e...41",
  ).action(async (id: string, options: Options & { digest: string }) => {
    const { awaiting } = (await (await askReactor(io, options, path(id), json)).json()) as Deployment;
    const body = { digest: options.digest, steps: awaiting?.steps ?? [] };
    if (body.steps.length === 0) throw badInput(`${id}: expected an update that waits for an approval, found none`);
    const after = (await (
      await askReactor(io, options, path(id, "/approve"), json, "POST", body)
    ).json()) as Deployment;
    answer(options, io, after, `approved, once and for an hour: ${stepsOf(body.steps)}`);
  });

  withExamples(
    command("mode", "what is done about a deployment by itself").addArgument(
      new Argument("<mode>", "normal: everything; observe: it is looked at only; paused: nothing").choices([
        "normal",
        "observe",
        "paused",
      ]),
    ),
    "dinfra reactor mode 7.1 paused",
  ).action(async (id: string, mode: string, options: Options) => {
    const after = (await (
      await askReactor(io, options, path(id, "/mode"), json, "PUT", { mode })
    ).json()) as Deployment;
    answer(options, io, after, `${id}: ${mode}`);
  });

  withExamples(
    command("reconcile", "compare a deployment with reality and put it right now; try again what was given up"),
    "dinfra reactor reconcile 7.1",
  ).action(async (id: string, options: Options) => {
    const after = (await (await askReactor(io, options, path(id, "/reconcile"), json, "POST")).json()) as Deployment;
    answer(options, io, after, `${id}: begun`);
  });

  withExamples(
    withReactor(
      withJson(
        reactor
          .command("orphans")
          .description("what bears our names on the platform and belongs to no deployment")
          .option("--remove <id>", "tear one down that was a deployment of this reactor, for example 7.1"),
      ),
    ),
    "dinfra reactor orphans",
    "dinfra reactor orphans --remove 7.1",
  ).action(async (options: Options & { remove?: string }) => {
    const { items } = (await (await askReactor(io, options, "/v1/orphans", json)).json()) as Orphans;
    const { remove } = options;
    if (remove === undefined) {
      const rows = items.map(({ label, id = "-", resources }) => [
        id,
        printable(label),
        printable(resources.join(" ")),
      ]);
      return answer(
        options,
        io,
        { items },
        rows.length === 0 ? "none" : formatTable(["deployment", "owner", "resources"], rows),
      );
    }
    if (!items.some(({ id }) => id === remove))
      throw badInput(`${remove}: expected an orphan with this id, found none`);
    const { owner } = (await (await askReactor(io, options, "/v1/deployments?limit=1", json)).json()) as DeploymentPage;
    const query = `?instance=${owner!.instance}&provider=${owner!.provider}&paidBlocks=0`;
    await askReactor(io, options, path(remove) + query, json, "DELETE");
    answer(options, io, { removing: remove }, `${remove}: its teardown is begun; see dinfra reactor show ${remove}`);
  });

  withExamples(
    command("preview", "what an update of a deployment to a descriptor would do; nothing is changed").argument(
      "<file>",
      "the descriptor, JSON",
    ),
    "dinfra reactor preview 7.1 node.json",
  ).action(async (id: string, file: string, options: Options) => {
    const now = (await (await askReactor(io, options, path(id), json)).json()) as Deployment;
    const { owner } = (await (await askReactor(io, options, "/v1/deployments?limit=1", json)).json()) as {
      owner?: components["schemas"]["Owner"];
    };
    if (owner === undefined || now.descriptorType === undefined)
      throw badInput(`${id}: expected a deployment of which the reactor knows the type`);
    const descriptor = await readDescriptor(file);
    const { id: type } = now.descriptorType;
    const wish = {
      generation: now.generation + 1,
      ...{ descriptorType: { id: type }, cid: descriptorHash(descriptor).cid, descriptor },
      ...{ consumer: owner.provider, owner },
    };
    const found = (await (await askReactor(io, options, path(id, "/preview"), json, "POST", wish)).json()) as Preview;
    answer(options, io, found, previewInWords(found));
  });
}

async function readDescriptor(file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as object;
  } catch (cause) {
    throw badInput(`${file}: expected a descriptor in JSON, found ${(cause as Error).message}`, { cause });
  }
}

const stepsOf = (steps: readonly { urn: string; operation: string }[]): string =>
  steps.map(({ urn, operation }) => `${operation} ${printable(urn)}`).join(", ");

const codeOf = (error: unknown): string | undefined => (error instanceof CommandFailure ? error.code : undefined);

/** What the reactor keeps of a deployment that is gone; undefined where it keeps nothing, or knows no such question. */
async function keptOf(io: Io, options: Options, id: string): Promise<Outputs | undefined> {
  try {
    return (await (await askReactor(io, options, path(id, "/outputs"), json)).json()) as Outputs;
  } catch (error) {
    if (["unknown-deployment", "unknown-route"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}

function keptInWords({ id, generation, endpoints, end, keptUntil }: Outputs): string {
  return formatFields([
    ["deployment", `${printable(id)}, gone`],
    ["generation", String(generation)],
    ...endpoints.map(({ name, url }) => [printable(name), `${printable(url)} (was)`] as const),
    ...endFields(end),
    ...(keptUntil === undefined ? [] : [["kept until", printable(keptUntil)] as const]),
  ]);
}

/** When, why and by whom it ended, and what that cost, as far as it was said. */
function endFields(end: components["schemas"]["End"] | undefined): (readonly [string, string])[] {
  if (end === undefined) return [];
  const { by, reason, at, block, paid, refunded } = end;
  const ended = [...(block === undefined ? [] : [`block ${block}`]), ...(reason === "" ? [] : [words(reason)])];
  const amounts = [
    ...(paid === undefined ? [] : [`${amountOf(paid)} paid`]),
    ...(refunded === undefined ? [] : [`${amountOf(refunded)} came back`]),
  ];
  return [
    ["ended", ended.length === 0 ? printable(at) : ended.join(", ")],
    ...(by === "unknown" ? [] : [["by", printable(by)] as const]),
    ...(amounts.length === 0 ? [] : [["amounts", amounts.join(", ")] as const]),
  ];
}

/** Another reactor may say what is no amount. */
const amountOf = (text: string): string => (/^[0-9]{1,39}$/.test(text) ? formatAmount(BigInt(text)) : printable(text));

function inWords({
  id,
  phase,
  generation,
  observedGeneration,
  mode,
  conditions,
  endpoints,
  awaiting,
  end,
}: Deployment): string {
  return formatFields([
    ["deployment", id],
    ["phase", phase],
    ["generation", `${observedGeneration} of ${generation}`],
    ...(mode === undefined ? [] : [["mode", mode] as const]),
    ...endpoints.map(({ name, url }) => [printable(name), printable(url)] as const),
    ...conditions
      .filter(({ status }) => status)
      .map(({ type, reason, message }) => [type, printable(`${reason}: ${message}`)] as const),
    ...(awaiting === undefined
      ? []
      : ([
          ["waits with", stepsOf(awaiting.steps)],
          ["plan", awaiting.digest],
        ] as const)),
    ...endFields(end),
  ]);
}

function previewInWords({ possible, refusal, steps = [], needsApproval, digest }: Preview): string {
  if (!possible) return `refused: ${printable(`${refusal?.code}: ${refusal?.message}`)}`;
  if (steps.length === 0) return "nothing would change";
  const lines = steps.map(
    ({ operation, urn, changes = [] }) =>
      `${operation}  ${printable(urn)}${changes.length > 0 ? `  (${printable(changes.join(", "))})` : ""}`,
  );
  const waits = needsApproval === undefined ? [] : [`waits for an approval: ${stepsOf(needsApproval.steps)}`];
  return [...lines, ...waits, `plan ${digest}`].join("\n");
}
