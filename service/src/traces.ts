import { readFileSync, statSync } from "node:fs";
import type { Attributes, Context, Span } from "@opentelemetry/api";
import { ReactorError } from "./failure.js";
import { printable } from "./printable.js";
import { keepSecret } from "./secrets.js";

/** Where spans are sent to. */
export interface TracesConfig {
  /** Of an OTLP/HTTP receiver, such as http://127.0.0.1:4318/v1/traces. */
  url: string;
  /** File of mode 600 with a JSON object of HTTP headers. */
  headersFile?: string;
  /** Share of the traces that is sent. Default 1. */
  share?: number;
}

/** A span, to begin others under it: W3C's traceparent. Null: none, which begins a trace; undefined: the one that is under way. */
export type Parent = string | null | undefined;

interface Tracing {
  span<T>(name: string, attributes: Attributes, parent: Parent, act: () => Promise<T>): Promise<T>;
  current(): string | undefined;
  close(): Promise<void>;
}

/** Nothing of OpenTelemetry is loaded unless it is configured. */
const none: Tracing = {
  span: (_name, _attributes, _parent, act) => act(),
  current: () => undefined,
  close: () => Promise.resolve(),
};

let tracing = none;

/**
 * Begins to send this process's spans. What cannot be sent is dropped: traces are for people, and stop nothing.
 * @param service its name there, such as dinfra-reactor
 * @returns sends what is left, and ends it
 * @throws {ReactorError} `traces.headers`
 */
export async function startTraces(config: TracesConfig | undefined, service: string): Promise<() => Promise<void>> {
  if (config === undefined) return none.close;
  tracing = await openTelemetry(config, service);
  return async () => {
    const { close } = tracing;
    tracing = none;
    await close();
  };
}

/**
 * A span around something that is done.
 * @param parent under which it is
 */
export const span = <T>(name: string, attributes: Attributes, act: () => Promise<T>, parent?: Parent): Promise<T> =>
  tracing.span(name, attributes, parent, act);

/** The span that is under way here, for another process. */
export const currentSpan = (): string | undefined => tracing.current();

/**
 * The headers of a file that its owner alone can read. Their values are secrets from now on.
 * @throws {ReactorError} `traces.headers`
 */
export function traceHeaders({ headersFile }: TracesConfig): Record<string, string> {
  if (headersFile === undefined) return {};
  const refuse = (found: string) =>
    new ReactorError("traces.headers", `${headersFile}: expected a JSON object of HTTP headers, mode 600, ${found}`);
  try {
    if ((statSync(headersFile).mode & 0o077) !== 0) throw refuse("found that others may read it: chmod 600");
    const headers = JSON.parse(readFileSync(headersFile, "utf8")) as Record<string, string>;
    const pairs = Object.entries(headers);
    if (Array.isArray(headers) || pairs.some(([, value]) => typeof value !== "string"))
      throw refuse("found something else");
    keepSecret(...pairs.map(([, value]) => value));
    return headers;
  } catch (error) {
    if (error instanceof ReactorError) throw error;
    // An error of JSON quotes what it read, which may be the secret itself.
    throw refuse(error instanceof SyntaxError ? "found no JSON" : `found ${(error as Error).message}`);
  }
}

async function openTelemetry(config: TracesConfig, service: string): Promise<Tracing> {
  const headers = traceHeaders(config);
  const [api, hooks, core, { OTLPExporterBase }, { createOtlpHttpExportDelegate, httpAgentFactoryFromOptions }] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/context-async-hooks"),
      import("@opentelemetry/core"),
      import("@opentelemetry/otlp-exporter-base"),
      import("@opentelemetry/otlp-exporter-base/node-http"),
    ]);
  const [{ JsonTraceSerializer }, { resourceFromAttributes }, sdk] = await Promise.all([
    import("@opentelemetry/otlp-transformer"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/sdk-trace-base"),
  ]);
  const exporter = new OTLPExporterBase(
    createOtlpHttpExportDelegate(
      {
        url: config.url,
        headers: () => Promise.resolve({ ...headers, "content-type": "application/json" }),
        agentFactory: httpAgentFactoryFromOptions({ keepAlive: true }),
        ...{ timeoutMillis: 10_000, concurrencyLimit: 4, compression: "gzip" },
      },
      JsonTraceSerializer,
    ),
  );
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": service, "process.pid": process.pid }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(config.share ?? 1) }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter as ConstructorParameters<typeof sdk.BatchSpanProcessor>[0])],
  });
  const { context, trace, SpanStatusCode, ROOT_CONTEXT } = api;
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
  const propagator = new core.W3CTraceContextPropagator();
  const tracer = provider.getTracer("dinfra");

  const under = (traceparent: string): Context =>
    propagator.extract(ROOT_CONTEXT, { traceparent }, api.defaultTextMapGetter);
  return {
    async span(name, attributes, parent, act) {
      const above = parent === undefined ? context.active() : parent === null ? ROOT_CONTEXT : under(parent);
      const span: Span = tracer.startSpan(name, { attributes }, above);
      try {
        return await context.with(trace.setSpan(above, span), act);
      } catch (error) {
        const code = (error as { code?: unknown } | null)?.code;
        const message = printable(error instanceof Error ? error.message : String(error));
        span.setStatus({ code: SpanStatusCode.ERROR, message });
        if (typeof code === "string") span.setAttribute("error.type", code);
        throw error;
      } finally {
        span.end();
      }
    },
    current() {
      const carrier: { traceparent?: string } = {};
      propagator.inject(context.active(), carrier, api.defaultTextMapSetter);
      return carrier.traceparent;
    },
    async close() {
      // An endpoint that does not answer is not waited for.
      await Promise.race([
        provider.shutdown().catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, 3_000).unref()),
      ]);
    },
  };
}
