import { openApiDocument } from "@dinfra/schemas";
import { absolute, compilerOf } from "./document.js";

interface Response {
  content?: Record<string, { schema: unknown }>;
}

export type AnswerCheck = (value: unknown) => string | null;

const resolve = (found: Response | { $ref: string }): Response =>
  "$ref" in found
    ? (openApiDocument.components.responses![found.$ref.replace("#/components/responses/", "")] as unknown as Response)
    : found;

/**
 * The check of an operation's answer with a status, from the OpenAPI document: what is wrong with a body, or null. A status that the
 * document does not name is checked as its `default`, the problem details.
 * @param later of a reactor that was written to a later version of the document: members that ours does not have are taken out of
 * the body
 * @returns `method` is in lower case
 */
export function answerChecks(later = false): (method: string, path: string, status: number) => AnswerCheck {
  const known = new Map<string, AnswerCheck>();
  const compile = (method: string, path: string, status: number): AnswerCheck => {
    const operation = (openApiDocument.paths as Record<string, Record<string, unknown>>)[path]?.[method] as
      { responses: Record<string, Response | { $ref: string }> } | undefined;
    if (operation === undefined) throw new Error(`no operation ${method} ${path} in the document`);
    const response = operation.responses[String(status)] ?? operation.responses["default"];
    const { content } = resolve(response!);
    if (content === undefined) return (value) => (value === undefined ? null : "expected no body");
    // Made when it is first needed.
    const compiler = compilerOf({ coerceTypes: false, removeAdditional: later });
    const validate = compiler.compile(absolute(Object.values(content)[0]!.schema));
    return (value) => {
      if (validate(value)) return null;
      const { instancePath = "", message = "is wrong" } = validate.errors?.[0] ?? {};
      return `${instancePath === "" ? "the body" : instancePath} ${message}`;
    };
  };
  return (method, path, status) => {
    const key = `${method} ${path} ${status}`;
    let check = known.get(key);
    if (check === undefined) known.set(key, (check = compile(method, path, status)));
    return check;
  };
}
