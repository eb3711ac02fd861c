import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import type { DeploymentEvent } from "@dinfra/schemas";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { CommandFailure } from "../failure.js";
import { printable } from "../format/printable.js";
import type { Io } from "../io.js";
import { parseDeployment } from "../parse/numbers.js";
import { askReactor, withReactor, type ReactorOptions } from "../reactor-http.js";
import { withChain, withConnection, withExamples, type ChainOptions } from "../session.js";
import { presentAttempt } from "./money.js";

interface LogsOptions extends ChainOptions, ReactorOptions {
  readonly follow?: boolean;
  readonly wait?: boolean;
}

/** How often a reactor is asked again that does not know the deployment yet; it offers nothing to wait on. */
const ASK_AGAIN = 500;

export function logsCommand(io: Io): Command {
  const command = new Command("logs")
    .description("what a reactor did and does for a deployment: steps of its updates, log lines")
    .argument("<deployment>", "a subscription (7, its present attempt) or a deployment (7.1)")
    .option("--follow", "go on until Ctrl-C")
    .option("--wait", "wait for a deployment that the reactor does not know yet");
  withExamples(withReactor(withChain(command)), "dinfra logs 1", "dinfra logs 1.1 --follow --json");
  return command.action((text: string, options: LogsOptions) => logs(io, text, options));
}

async function logs(io: Io, text: string, options: LogsOptions): Promise<void> {
  const id = await deploymentId(io, text, options);
  const path = `/v1/deployments/${id}/events${options.follow ? "?follow=true" : ""}`;
  const body = await open(io, options, path);
  if (body === null) return;
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  try {
    for await (const { data } of events) {
      io.out(options.json ? data : person(JSON.parse(data) as DeploymentEvent));
    }
  } catch (cause) {
    if (io.stop.aborted) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure("reactor.gone", 1, `the reactor at ${options.reactor} broke off: ${why}`, { cause });
  }
}

async function open(io: Io, options: LogsOptions, path: string): Promise<Response["body"]> {
  for (;;) {
    try {
      return (await askReactor(io, options, path, "text/event-stream")).body;
    } catch (error) {
      if (!options.wait || !(error instanceof CommandFailure) || error.code !== "unknown-deployment") throw error;
    }
    if (!(await setTimeout(ASK_AGAIN, true, { signal: io.stop }).catch(() => false))) return null;
  }
}

/** With the attempt in it, nothing is asked of the chain: logs can be had while it is away. */
async function deploymentId(io: Io, text: string, options: LogsOptions): Promise<string> {
  const { subscription, attempt } = parseDeployment(text);
  if (attempt !== undefined) return `${subscription}.${attempt}`;
  return withConnection(
    options,
    io,
    async (chain) => `${subscription}.${await presentAttempt(await chain.latest(), subscription)}`,
  );
}

function person(event: DeploymentEvent): string {
  const what = [event.phase, event.operation, event.resource].filter((part) => part !== undefined).join(" ");
  return `${event.at}  ${event.kind.padEnd(8)}  ${what && `${printable(what)}  `}${printable(event.message)}`;
}
