import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { openApiDocument, openApiPath } from "@dinfra/schemas";

export type Level = "core" | "extended";
export type Json = Record<string, unknown>;

export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly required: boolean;
  readonly schema: Json;
}

/** An operation of the API, as the OpenAPI document has it. */
export interface Operation {
  readonly id: string;
  readonly level: Level;
  /** In upper case. */
  readonly method: string;
  /** With `{id}` in it. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Schema of the body, where there is one. */
  readonly body: Json | undefined;
  /** Media type of each answer that is no error, by its status; null where it has no body. */
  readonly answers: ReadonlyMap<number, string | null>;
  /** Opens without a token. */
  readonly open: boolean;
}

interface Written {
  operationId: string;
  "x-level": Level;
  security: Record<string, string[]>[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: { "application/json": { schema: Json } } };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

/** What a reference into the document stands for. */
export function resolved<T extends object>(value: T | { $ref: string }): T {
  if (!("$ref" in value)) return value as T;
  const steps = value.$ref.replace(/^#\//, "").split("/");
  // What stands beside a reference (a description) is of no interest here.
  return resolved(steps.reduce((at: unknown, step) => (at as Json)[step], openApiDocument) as T);
}

/** The parts of JSON Schema from which inputs are made. */
export type Schema = Json & {
  type?: string;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
};

export const schemaOf = (schema: Json): Schema => resolved<Schema>(schema as Schema);

const methods = ["get", "put", "post", "delete"];

export const operations: readonly Operation[] = Object.entries(openApiDocument.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => methods.includes(method))
    .map(([method, found]): Operation => {
      const written = found as Written;
      const shared = (item as { parameters?: Written["parameters"] }).parameters ?? [];
      const answers = Object.entries(written.responses).filter(([status]) => /^\d+$/.test(status));
      return {
        id: written.operationId,
        level: written["x-level"],
        method: method.toUpperCase(),
        path,
        parameters: [...shared, ...(written.parameters ?? [])]
          .map((parameter) => resolved<Parameter>(parameter))
          .map(({ name, in: place, required, schema }) => ({ name, in: place, required: required === true, schema })),
        body: written.requestBody?.content["application/json"].schema,
        answers: new Map(
          answers.map(([status, { content }]) => [Number(status), content ? Object.keys(content)[0]! : null]),
        ),
        open: written.security.some((way) => Object.keys(way).length === 0),
      };
    }),
);

/** The operation that a request is for; undefined where the document has none. */
export const operationOf = (method: string, path: string): Operation | undefined =>
  operations.find(
    (one) => one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path),
  );

/** Which document the promises are of. */
export const documentVersion = (): { version: string; sha256: string } => ({
  version: (openApiDocument["info"] as { version: string }).version,
  sha256: createHash("sha256").update(readFileSync(openApiPath)).digest("hex"),
});
