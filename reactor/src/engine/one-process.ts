// The engine as one process an update instead of the SDK's four: the SDK's own language server, handed to the engine process
// (the one-shot engine, or the Pulumi CLI) by address.
// What is imported from the SDK's inside here is not its public surface. It was read and tried at SDK_VERSION; with any
// other version `oneProcessRunner` answers undefined, and the public `stack.up()` does the work (plain.ts).

import {
  Server,
  ServerCredentials,
  type MethodDefinition,
  type ServerReadableStream,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { runEngine } from "./engine-process.js";
import { Progress } from "./progress.js";
import type { InlineProgram, Runner, RunReport, RunRequest } from "./run.js";

export const SDK_VERSION = "3.259.0";

interface Inside {
  readonly LanguageServer: new (program: InlineProgram) => Record<string, never>;
  readonly LanguageRuntimeService: Parameters<Server["addService"]>[0];
  readonly EventsService: { readonly streamEvents: MethodDefinition<unknown, unknown> };
  readonly channelOptions: Record<string, number>;
}

/** The runner, or undefined if the installed SDK is not the one that this was written for. */
export function oneProcessRunner(): Runner | undefined {
  const inside = openInside();
  return inside && ((request) => run(inside, request));
}

/* eslint-disable @typescript-eslint/no-require-imports */
function openInside(): Inside | undefined {
  try {
    if (require("@pulumi/pulumi/version").version !== SDK_VERSION) return undefined;
    const inside: Inside = {
      LanguageServer: require("@pulumi/pulumi/automation/server").LanguageServer,
      LanguageRuntimeService: require("@pulumi/pulumi/proto/language_grpc_pb").LanguageRuntimeService,
      EventsService: require("@pulumi/pulumi/proto/events_grpc_pb").EventsService,
      channelOptions: require("@pulumi/pulumi/runtime/settings").grpcChannelOptions,
    };
    return Object.values(inside).every((door) => door !== undefined) ? inside : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
/* eslint-enable @typescript-eslint/no-require-imports */

async function run(inside: Inside, request: RunRequest): Promise<RunReport> {
  const progress = new Progress(request.folder.id, request.onEvent);
  const events = new EventStream(inside, progress.take);
  const server = new Server(inside.channelOptions);
  server.addService(inside.LanguageRuntimeService, new inside.LanguageServer(request.program));
  server.addService(inside.EventsService, { streamEvents: events.streamEvents });
  const address = await listen(server);
  try {
    const { installation, folder, verb, refreshFirst = false, stop } = request;
    const exit = await runEngine(installation, folder, { verb, server: address, refreshFirst }, stop);
    await events.ended();
    return {
      ok: exit.code === 0,
      ...(exit.signal === null ? {} : { killedBy: exit.signal }),
      changes: progress.changes,
      errors: progress.errors,
      failed: progress.failed,
      planned: progress.planned,
      output: exit.output,
    };
  } finally {
    server.forceShutdown();
  }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}

/** The service that the engine process streams its events to. The last of them may come in after its exit was seen. */
class EventStream {
  private readonly open = new Set<Promise<void>>();

  constructor(
    private readonly inside: Inside,
    private readonly take: (event: unknown) => void,
  ) {}

  readonly streamEvents = (
    call: ServerReadableStream<{ getEvent(): string }, unknown>,
    reply: sendUnaryData<unknown>,
  ): void => {
    this.open.add(
      new Promise((resolve) => {
        call.on("data", (request: { getEvent(): string }) => this.take(JSON.parse(request.getEvent())));
        call.on("end", () => {
          reply(null, this.inside.EventsService.streamEvents.responseDeserialize(Buffer.alloc(0)));
          resolve();
        });
        // The engine process is dead: what it has not sent will not come.
        call.on("cancelled", () => resolve());
        call.on("error", () => resolve());
      }),
    );
  };

  async ended(): Promise<void> {
    await Promise.all(this.open);
  }
}
