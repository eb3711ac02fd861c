import { schemaOf, type Json, type Operation, type Parameter } from "./document.js";

// Inputs from the OpenAPI document: valid ones, and for each thing that the document says of a value one that breaks it.

/** A value that breaks what is said of it, and what it breaks. */
export interface Wrong {
  readonly why: string;
  readonly value: unknown;
}

const others: Readonly<Record<string, unknown>> = {
  string: "text",
  integer: 1.5,
  boolean: true,
  object: {},
  array: [],
};

/** For each thing that a schema says of a value, a value that does not fit. `valid` is one that does. */
export function wrongValues(schema: Json, valid: unknown): Wrong[] {
  const { type, anyOf, pattern, minimum, maximum, minLength, maxLength, maxItems, properties, items, ...more } =
    schemaOf(schema);
  if (anyOf !== undefined) return [{ why: "of none of the forms", value: "neither this nor that" }];
  const wrong: Wrong[] = [
    { why: "null", value: null },
    ...Object.entries(others)
      .filter(([other]) => other !== type)
      .map(([other, value]) => ({ why: `a value of type ${other === "integer" ? "number" : other}`, value })),
  ];
  const add = (why: string, value: unknown) => wrong.push({ why, value });
  if (type === "integer") add("a number with a fraction", 1.5);
  if (typeof minimum === "number") add(`less than ${minimum}`, minimum - 1);
  if (typeof maximum === "number") add(`more than ${maximum}`, maximum + 1);
  if (more["enum"] !== undefined) add("none of the known words", "something-else");
  if (typeof minLength === "number") add("too short", String(valid).slice(0, minLength - 1));
  if (typeof maxLength === "number") add("too long", stretched(String(valid), maxLength + 1));
  if (typeof pattern === "string")
    for (const [why, value] of [
      ["a space", `${String(valid)} `],
      ["another sign", `!${String(valid)}`],
    ] as const)
      if (!new RegExp(pattern, "u").test(value)) add(`${why} too many`, value);
  if (type === "array" && typeof maxItems === "number" && items !== undefined) {
    const [one = exampleOf(items)] = valid as unknown[];
    add(
      `more than ${maxItems} items`,
      Array.from({ length: maxItems + 1 }, () => one),
    );
    for (const { why, value } of wrongValues(items, one)) add(`an item that is ${why}`, [value]);
  }
  if (type === "object" && properties !== undefined) {
    const whole = valid as Record<string, unknown>;
    for (const name of more.required ?? []) {
      const { [name]: _left, ...rest } = whole;
      add(`nothing for ${name}`, rest);
    }
    if (more["additionalProperties"] === false) add("a member that the document has not", { ...whole, surprise: 1 });
    for (const [name, property] of Object.entries(properties))
      for (const { why, value } of wrongValues(property, whole[name] ?? exampleOf(property)))
        add(`${name}: ${why}`, { ...whole, [name]: value });
  }
  return wrong;
}

/** The same for a value that stands as text in a path, a query or a header. */
export function wrongTexts({ schema }: Parameter, valid: string): Wrong[] {
  const { type, anyOf, pattern, minimum, maximum, minLength, maxLength, ...more } = schemaOf(schema);
  const wrong: Wrong[] = [];
  const add = (why: string, value: string) => wrong.push({ why, value });
  if (anyOf !== undefined) add("of none of the forms", "neither");
  if (type === "integer") for (const text of ["ten", "1.5", "0x1"]) add("no whole number", text);
  if (type === "boolean") add("neither true nor false", "perhaps");
  if (typeof minimum === "number") add(`less than ${minimum}`, String(minimum - 1));
  if (typeof maximum === "number") add(`more than ${maximum}`, String(maximum + 1));
  if (more["enum"] !== undefined) add("none of the known words", "something-else");
  if (typeof minLength === "number") add("too short", valid.slice(0, minLength - 1));
  if (typeof maxLength === "number") add("too long", stretched(valid, maxLength + 1));
  if (typeof pattern === "string")
    for (const value of [`${valid}!`, `x-${valid}`])
      if (!new RegExp(pattern, "u").test(value)) add("of another form", value);
  return wrong;
}

const stretched = (text: string, length: number): string => (text || "1").padEnd(length, text.at(-1) ?? "1");

/** A value that fits a schema, where nothing better is known. */
export function exampleOf(schema: Json): unknown {
  const { type, properties = {}, required = [], minimum = 0, minLength = 1, ...more } = schemaOf(schema);
  const [example] = (more["examples"] as unknown[] | undefined) ?? [];
  if (example !== undefined) return example;
  if (more.anyOf !== undefined) return exampleOf(more.anyOf[0]!);
  if (more["const"] !== undefined) return more["const"];
  if (Array.isArray(more["enum"])) return more["enum"][0];
  if (type === "object") return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name]!)]));
  if (type === "array") return [];
  if (type === "integer" || type === "number") return minimum;
  if (type === "boolean") return false;
  const pattern = String(more["pattern"] ?? "");
  if (pattern.startsWith("^0x[0-9a-f]{64}")) return `0x${"1".repeat(64)}`;
  return "1".repeat(Number(minLength));
}

/** A request of an operation, in its parts. */
export interface Parts {
  readonly path: Record<string, string>;
  readonly query: Record<string, string>;
  readonly header: Record<string, string>;
  readonly body?: unknown;
}

/** What is wrong with a request, and the request; only one thing is. */
export interface WrongRequest {
  readonly why: string;
  readonly parts: Parts;
  /** The body as it stands, where it is no JSON or says that it is something else. */
  readonly raw?: { text: string; type: string };
}

/** For each thing that the document says of a request, one that breaks it. `valid` is one that the reactor takes. */
export function wrongRequests({ parameters, body }: Operation, valid: Parts): WrongRequest[] {
  const requests: WrongRequest[] = [];
  for (const parameter of parameters) {
    const { name, in: place, required } = parameter;
    const given = valid[place][name] ?? String(exampleOf(parameter.schema));
    for (const { why, value } of wrongTexts(parameter, given))
      requests.push({
        why: `${name} in the ${place}: ${why} (${String(value).slice(0, 40)})`,
        parts: { ...valid, [place]: { ...valid[place], [name]: value } },
      });
    if (!required || place === "path") continue;
    const { [name]: _left, ...rest } = valid[place];
    requests.push({ why: `nothing for ${name} in the ${place}`, parts: { ...valid, [place]: rest } });
  }
  if (body === undefined) return requests;
  for (const { why, value } of wrongValues(body, valid.body))
    requests.push({ why: `the body: ${why}`, parts: { ...valid, body: value } });
  const text = JSON.stringify(valid.body);
  const json = "application/json";
  for (const [why, raw] of [
    ["half of its JSON", { text: text.slice(0, -2), type: json }],
    ["nothing", { text: "", type: json }],
    ["text that is no UTF-8 JSON", { text: "\u0000\u0001", type: json }],
    ["another media type", { text: "<wish/>", type: "text/xml" }],
  ] as const)
    requests.push({ why: `the body: ${why}`, parts: valid, raw });
  return requests;
}
