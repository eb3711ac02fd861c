import { openApiDocument } from "@dinfra/schemas";
import { absolute, compilerOf } from "@dinfra/service/api/document";
import { span } from "@dinfra/service/traces";
import type { Opens, Scheme, Scope } from "./access.js";
import type { FastifyInstance, HTTPMethods, RouteHandlerMethod } from "fastify";

type Json = Record<string, unknown>;
interface Parameter {
  name: string;
  in: "query" | "path" | "header";
  required?: boolean;
  schema: Json;
}
interface Operation {
  operationId: string;
  /** Any one of them opens it; an empty one opens it to everybody. */
  security: Partial<Record<Scheme, [Scope]>>[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: { "application/json": { schema: Json } } };
}

type Validate = ReturnType<ReturnType<typeof compilerOf>["compile"]>;

const methods = ["get", "put", "post", "delete"] as const;

/**
 * Makes the routes of the Chain Reactor API from its OpenAPI document, which is the only place that says what a request
 * may look like: path, query, headers and body are checked against it before a handler runs.
 *
 * @param handlers one for each operationId; a missing or a surplus one is a defect and throws
 */
export function addRoutes(server: FastifyInstance, handlers: Record<string, RouteHandlerMethod>): void {
  const exact = compilerOf({ coerceTypes: false });
  // Query and headers are text on the wire: "5" is the integer 5 there, and nowhere else.
  const fromText = compilerOf({ coerceTypes: true });
  const unused = new Set(Object.keys(handlers));
  for (const [path, item] of Object.entries(openApiDocument.paths)) {
    for (const method of methods) {
      const operation = item[method] as Operation | undefined;
      if (operation === undefined) continue;
      const handler = handlers[operation.operationId];
      if (handler === undefined) throw new Error(`no handler for the operation ${operation.operationId}`);
      unused.delete(operation.operationId);
      const parameters = [...((item.parameters as Operation["parameters"]) ?? []), ...(operation.parameters ?? [])].map(
        resolve,
      );
      server.route({
        method: method.toUpperCase() as HTTPMethods,
        config: { opens: opensOf(operation) },
        url: path.replaceAll(/\{(\w+)\}/g, ":$1"),
        schema: {
          params: objectOf(parameters, "path", false),
          querystring: objectOf(parameters, "query", false),
          headers: objectOf(parameters, "header", true),
          ...(operation.requestBody && { body: operation.requestBody.content["application/json"].schema }),
        },
        validatorCompiler: ({ schema, httpPart }) =>
          httpPart === "body"
            ? whenAsked(() => exact.compile(absolute(schema)))
            : decimal(
                parameters,
                whenAsked(() => fromText.compile(absolute(schema))),
              ),
        handler: method === "get" ? handler : traced(method, path, handler),
      });
    }
  }
  if (unused.size > 0) throw new Error(`handlers without an operation: ${[...unused].join(", ")}`);
}

/** Compiled by the first request: all of them take a reactor a tenth of a second at its start, and most are asked nothing. */
function whenAsked(compile: () => Validate): Validate {
  let compiled: Validate | undefined;
  const check: ((values: unknown) => unknown) & Pick<Validate, "errors"> = (values) => {
    compiled ??= compile();
    const fits = compiled(values);
    check.errors = compiled.errors;
    return fits;
  };
  return check as unknown as Validate;
}

/** Ajv takes "0x1", "1e2" and " 1" for integers; a whole number on the wire is decimal digits. */
function decimal(parameters: readonly Parameter[], validate: Validate): Validate {
  const integers = parameters.filter(({ schema }) => schema["type"] === "integer").map(({ name }) => name);
  const check: ((values: Record<string, unknown>) => unknown) & Pick<Validate, "errors"> = (values) => {
    const found = integers.map((name) => [name, values[name]] as const).find(([, value]) => !isDecimal(value));
    check.errors = null;
    if (found !== undefined)
      return { error: new Error(`${found[0]}: expected a whole number in decimal digits, found ${String(found[1])}`) };
    const fits = validate(values);
    check.errors = validate.errors;
    return fits;
  };
  return check as unknown as Validate;
}

const isDecimal = (value: unknown): boolean => value === undefined || /^-?(0|[1-9][0-9]*)$/.test(String(value));

/** A span for what changes something, under the caller's own. */
function traced(method: string, path: string, handler: RouteHandlerMethod): RouteHandlerMethod {
  return function (request, reply) {
    const { id } = (request.params ?? {}) as { id?: string };
    const { traceparent } = request.headers;
    const attributes = { "http.request.method": method.toUpperCase(), "http.route": path };
    return span(
      `${method.toUpperCase()} ${path}`,
      { ...attributes, ...(id !== undefined && { "dinfra.deployment": id }) },
      async () => handler.call(this, request, reply),
      typeof traceparent === "string" ? traceparent : null,
    );
  };
}

/** Undefined where everybody may. */
function opensOf({ security }: Operation): Opens | undefined {
  if (security.some((way) => Object.keys(way).length === 0)) return undefined;
  const opens: Partial<Record<Scheme, Scope[]>> = {};
  for (const way of security)
    for (const [scheme, [scope]] of Object.entries(way) as [Scheme, [Scope]][]) (opens[scheme] ??= []).push(scope);
  return opens;
}

function resolve(parameter: Parameter | { $ref: string }): Parameter {
  if (!("$ref" in parameter)) return parameter;
  const name = parameter.$ref.replace("#/components/parameters/", "");
  return openApiDocument.components.parameters![name] as unknown as Parameter;
}

function objectOf(parameters: Parameter[], place: Parameter["in"], additionalProperties: boolean): Json {
  const here = parameters.filter((parameter) => parameter.in === place);
  return {
    type: "object",
    additionalProperties,
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
    required: here.filter((parameter) => parameter.required).map(({ name }) => name),
  };
}
