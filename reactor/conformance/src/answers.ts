import { EPOCH_HEADER, problemCodes, problemType } from "@dinfra/schemas";
import { answerChecks } from "@dinfra/service/api/answers";
import { operationOf, type Json } from "./document.js";
import type { Answer } from "./http.js";

/** What every answer is looked at for, whatever it was asked for: the ids of these promises. */
export type Everywhere = "answers" | "content-type" | "problems" | "epoch";

const checkOf = answerChecks();

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The media type, without parameters. */
const mediaOf = (answer: Answer): string => (answer.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();

export const isJson = (media: string): boolean => media === "application/json" || media.endsWith("+json");

/**
 * What is wrong with an answer, by the promise that it breaks. Pure.
 * @param path without its query
 * @param epoch that the reactor gave with its first answer
 */
export function wrongIn(
  method: string,
  path: string,
  answer: Answer,
  epoch: string | undefined,
): Map<Everywhere, string> {
  const wrong = new Map<Everywhere, string>();
  const operation = operationOf(method, path);
  const { status, text } = answer;
  const body = parsed(text);
  const media = mediaOf(answer);

  if (status >= 400) {
    const found = problemIn(status, body);
    if (found !== null) wrong.set("problems", found);
    if (media !== "application/problem+json")
      wrong.set("content-type", `expected application/problem+json, found ${media || "none"}`);
  } else if (operation !== undefined) {
    const wanted = operation.answers.get(status);
    if (wanted === undefined) {
      const known = [...operation.answers.keys()].join(", ");
      wrong.set("answers", `expected status ${known} or an error, found ${status}`);
    } else {
      const stray = checkBody(operation.method, operation.path, status, wanted, text, body);
      if (stray !== null) wrong.set("answers", stray);
      if (wanted !== null && media !== wanted)
        wrong.set("content-type", `expected ${wanted}, found ${media || "none"}`);
    }
  } else wrong.set("answers", `expected an error, as this is no operation of the document, found status ${status}`);

  const header = answer.headers[EPOCH_HEADER];
  const said = (body as Json | undefined)?.["epoch"];
  if (header === undefined || !/^[0-9A-Za-z-]{1,64}$/.test(header))
    wrong.set("epoch", `expected the header ${EPOCH_HEADER}, found ${header ?? "none"}`);
  else if (epoch !== undefined && header !== epoch)
    wrong.set("epoch", `expected epoch ${epoch} as before, found ${header}`);
  else if (status < 400 && typeof said === "string" && said !== header)
    wrong.set("epoch", `expected the same epoch in header and body, found ${header} and ${said}`);
  return wrong;
}

function checkBody(method: string, path: string, status: number, wanted: string | null, text: string, body: unknown) {
  if (wanted === null) return text === "" ? null : "expected no body, found one";
  if (!isJson(wanted)) return null;
  if (body === undefined) return "expected JSON, found another text";
  return checkOf(method.toLowerCase(), path, status)(body);
}

function problemIn(status: number, body: unknown): string | null {
  if (typeof body !== "object" || body === null) return `expected a problem document with status ${status}, found none`;
  const { type, title, status: said, retryable } = body as Json;
  if (!problemCodes.some((code) => problemType(code) === type))
    return `expected a type urn:dinfra:problem:<code> of the document, found ${JSON.stringify(type)}`;
  if (said !== status)
    return `expected status ${status} in the problem as in the answer, found ${JSON.stringify(said)}`;
  if (typeof title !== "string") return "expected a title in the problem, found none";
  if (typeof retryable !== "boolean") return "expected retryable, true or false, in the problem, found none";
  return null;
}

/** The code of a problem, such as `ended`; undefined for what is none. */
export const codeOf = (body: unknown): string | undefined =>
  /^urn:dinfra:problem:([a-z-]+)$/.exec(String((body as Json | undefined)?.["type"]))?.[1];
