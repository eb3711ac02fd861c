import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface RealAnswer {
  case: string;
  params: Record<string, unknown>;
  status: number;
  body: Record<string, unknown>;
  job?: { status: number; code: number; result: Record<string, unknown> };
}

/** Answers of a real CloudStack 4.22, by command. */
export const real = JSON.parse(readFileSync(join(__dirname, "real-answers.json"), "utf8")) as Record<
  string,
  RealAnswer[]
>;

/** What an answer says in the end: the result of its job where it started one. */
export function said(answer: Pick<RealAnswer, "body" | "job">): unknown {
  if (answer.job) return answer.job.result;
  const [name, body] = Object.entries(answer.body)[0] as [string, Record<string, unknown>];
  // What a job made is compared with the command that started it.
  return name === "queryasyncjobresultresponse" ? { ...body, jobresult: undefined } : body;
}

export type Shape = Map<string, { types: Set<string>; always: boolean }> & {
  /** The objects that were looked into; of a list that was always empty there is none. */
  objects?: Set<string>;
};

/** Field → JSON types, over many values. `a[].b` is b of the entries of a. Free maps (details) are not looked into. */
export function shapeOf(values: unknown[]): Shape {
  const seen = new Map<string, { types: Set<string>; times: number; of: string }>();
  const times = new Map<string, number>();
  const visit = (value: unknown, at: string): void => {
    if (Array.isArray(value)) return value.forEach((entry) => visit(entry, `${at}[]`));
    if (value === null || typeof value !== "object") return;
    times.set(at, (times.get(at) ?? 0) + 1);
    for (const [key, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      const path = at === "" ? key : `${at}.${key}`;
      const known = seen.get(path) ?? { types: new Set<string>(), times: 0, of: at };
      known.types.add(Array.isArray(inner) ? "array" : typeof inner);
      known.times += 1;
      seen.set(path, known);
      if (key !== "details") visit(inner, path);
    }
  };
  for (const value of values) visit(value, "");
  const shape: Shape = new Map(
    [...seen].map(([path, f]) => [path, { types: f.types, always: f.times === times.get(f.of) }]),
  );
  shape.objects = new Set(times.keys());
  return shape;
}

/** Ids, names and numbers of one cloud, replaced: two clouds that mean the same then say the same. */
export function comparable(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<id>")
    .replace(/"(id|networkId|networkofferingid|loadBalancerId|profileId)": ?\d+/g, '"$1":<n>')
    .replace(/": "/g, '":"')
    .replace(/", "/g, '","')
    .replace(/>, "/g, '>,"')
    .replace(/i-\d+-\d+-VM/g, "<instance>")
    .replace(/id \[\d+\]/g, "id [<n>]")
    .replace(/cs\d+cloud\.internal/g, "<domain>");
}

const sameEntity: Record<string, string> = {
  loadbalancerruleinstance: "virtualmachine",
  publicipaddress: "ipaddress",
  loadbalancerrule: "loadbalancer",
  keypair: "sshkeypair",
};

/** `virtualmachine[].nic[].id` → `virtualmachine.nic[].id`: one kind of thing, whichever command speaks of it. */
export function ofEntity(path: string): string {
  const [head = "", ...rest] = path.split(".");
  const name = head.replace("[]", "");
  return [sameEntity[name] ?? name, ...rest].join(".");
}
