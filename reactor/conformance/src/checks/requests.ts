import { API_VERSION_HEADER } from "@dinfra/schemas";
import { operations, type Level, type Operation } from "../document.js";
import { wrongRequests, type Parts, type WrongRequest } from "../generate.js";
import { cut } from "../http.js";
import type { Promised } from "../promises.js";
import { at, said, type Asked, type Told, type Trial } from "../trial.js";

/** Of the schema Money. */
const mostMoney = "9".repeat(39);

export const requests: readonly Promised[] = [
  {
    id: "refused-input",
    level: "core",
    text: "A request that breaks what the document says of it is refused (400 invalid-request) and changes nothing.",
    alone: true,
    test: (trial) => refusesWhatIsWrong(trial, "core"),
  },
  {
    id: "refused-input-extended",
    level: "extended",
    text: "The same of the operations of level extended.",
    alone: true,
    test: (trial) => refusesWhatIsWrong(trial, "extended"),
  },
  {
    id: "taken-input",
    level: "core",
    text: "A request at the limits that the document sets is taken.",
    async test(trial) {
      const { typeId, descriptors } = trial.known;
      const id = "18446744073709551615.4294967295";
      await trial.put(trial.newId(), trial.wish(1, undefined, { login: undefined }));
      const many = trial.newId();
      await trial.put(
        many,
        trial.wish(4_294_967_295, undefined, { login: Array<string>(32).fill(trial.known.owner.provider) }),
        0,
      );
      const { generation } = await trial.get(many);
      trial.that(generation === 4_294_967_295, `expected generation 4294967295, found ${generation}`);
      trial.made.add(id);
      const last = await trial.remove(id, {
        ...{ paidBlocks: 4_294_967_295, endedBy: "chain", endReason: "x".repeat(64), expected: true },
        ...{ descriptorType: typeId, cid: descriptors[0].cid },
        ...(trial.knowsSince("1.4.0") && { endBlock: 4_294_967_295, paid: mostMoney, refunded: mostMoney }),
      });
      trial.that(last.id === id, `expected the id ${id}, found ${last.id}`);
    },
  },
  {
    id: "ids",
    level: "core",
    text: "An id beyond 64 bits of subscription or 32 of attempt is refused, and so is another spelling of a good one.",
    async test(trial) {
      for (const id of [
        "18446744073709551616.1",
        "99999999999999999999.1",
        "1.4294967296",
        "1.9999999999",
        "07.1",
        "7.01",
        "7.0",
        "+7.1",
        "7",
        "7.1.1",
        "7,1",
        "0x7.1",
        "7.1e0",
        "٧.1",
      ])
        for (const [what, told] of [
          ["GET", await trial.getTold(id)],
          ["PUT", await trial.putTold(id, trial.wish(1))],
          ["DELETE", await trial.deleteTold(id)],
        ] as const) {
          trial.made.delete(id);
          trial.refused(told, 400, "invalid-request", `${what} of ${id}`);
        }
    },
  },
  {
    id: "unknown-route",
    level: "core",
    text: "What is no operation is answered with 404 unknown-route.",
    async test(trial) {
      for (const [method, path] of [
        ["GET", "/"],
        ["GET", "/v2/deployments"],
        ["GET", "/v1/deployment"],
        ["POST", "/v1/deployments/7.1/destroy"],
        ["GET", "/healthz/more"],
      ] as const)
        trial.refused(await trial.ask(method, path), 404, "unknown-route", `${method} ${path}`);
    },
  },
  {
    id: "token",
    level: "core",
    text: "Without the token, and with another one, all but health and readiness is refused (401), and nothing is done.",
    needs: "token",
    async test(trial) {
      const id = trial.newId();
      for (const token of [null, "another", `${trial.subject.token}x`]) {
        for (const { method, path, body } of operations.filter(({ level, open }) => level === "core" && !open)) {
          const query = method === "DELETE" ? trial.known.owner : {};
          const asked: Asked = { token, query: { ...query }, ...(body !== undefined && { body: trial.wish(1) }) };
          const told = await trial.ask(method, path.replace("{id}", id), asked);
          trial.refused(told, 401, "unauthorized", `${method} ${path} with ${token === null ? "no" : "another"} token`);
        }
        for (const path of ["/healthz", "/readyz"]) {
          const told = await trial.ask("GET", path, { token });
          trial.that(
            told.status !== 401,
            `${path} with ${token === null ? "no" : "another"} token: found ${said(told)}`,
          );
        }
      }
      trial.refused(await trial.getTold(id), 404, "unknown-deployment", "GET after a PUT without the token");
    },
  },
  {
    id: "health",
    level: "core",
    text: "Health is ok, and readiness is ok or says with 503 what is missing.",
    async test(trial) {
      const health = await trial.ask("GET", "/healthz");
      trial.that(health.status === 200, `expected 200, found ${said(health)}`);
      const ready = await trial.ask("GET", "/readyz");
      const missing = ready.status === 503 && ["not-ready", "breaker-open"].includes(ready.code ?? "");
      trial.that(
        ready.status === 200 || missing,
        `expected 200, or 503 not-ready or breaker-open, found ${said(ready)}`,
      );
    },
  },
  {
    id: "api-version",
    level: "extended",
    text: "Each answer, errors too, says in `dinfra-api-version` to which version of the document the reactor was written, 1.4.0 or later.",
    async test(trial) {
      for (const [method, path, token] of [
        ["GET", "/healthz"],
        ["GET", "/v1/deployments"],
        ["GET", at(trial.newId())],
        ["GET", "/v2/deployments"],
        ["PUT", at(trial.newId())],
        ["GET", "/v1/deployments", "another"],
      ] as const) {
        const told = await trial.ask(method, path, token === undefined ? {} : { token });
        const found = told.headers[API_VERSION_HEADER];
        trial.that(
          trial.knowsSince("1.4.0") && found === trial.known.version,
          `${method} ${path}, ${told.status}: expected the same version as before, 1.4.0 or later, found ${found ?? "none"}`,
        );
      }
    },
  },
  {
    id: "cut-request",
    level: "core",
    text: "A request that ends before its body does changes nothing, and the next one is answered.",
    async test(trial) {
      const id = trial.newId();
      await cut(trial.subject.url, trial.requestOf("PUT", `/v1/deployments/${id}`, { body: trial.wish(1) }), "request");
      trial.refused(await trial.getTold(id), 404, "unknown-deployment", "GET after half of a PUT");
      await trial.put(id, trial.wish(1));
    },
  },
];

/** A request of an operation that the reactor would take. */
function validParts(trial: Trial, id: string, { id: operation }: Operation): Parts {
  const none = { path: { id }, query: {}, header: {} };
  const awaiting = { digest: `0x${"1".repeat(64)}`, steps: [{ urn: "urn", operation: "delete" }] };
  const bodies: Record<string, unknown> = {
    putDeployment: trial.wish(1),
    previewDeployment: trial.wish(1),
    acknowledgeDeployment: { receipt: `0x${"1".repeat(64)}` },
    approveDeployment: awaiting,
    setMode: { mode: "normal" },
    putOffers: { block: 1, slotMilliseconds: 6_000, draining: false, offers: [] },
    putAccess: { owner: trial.known.owner, block: 1, operators: [] },
    quote: { descriptorType: { id: trial.known.typeId }, descriptor: {} },
  };
  const { owner } = trial.known;
  return {
    ...none,
    ...(operation === "deleteDeployment" && { query: { ...owner, paidBlocks: "1" } }),
    ...(bodies[operation] !== undefined && { body: bodies[operation] }),
  };
}

async function refusesWhatIsWrong(trial: Trial, level: Level): Promise<void> {
  const id = trial.newId();
  // Something that a request taken by mistake could change.
  await trial.remove(id);
  await trial.phase(id, "TornDown");
  const before = JSON.stringify(await trial.list());
  for (const operation of operations.filter(
    (one) => one.level === level && (one.body ?? one.parameters[0]) !== undefined,
  )) {
    const valid = validParts(trial, id, operation);
    for (const wrong of wrongRequests(operation, valid)) {
      const told = await askWrongly(trial, operation, wrong);
      if (level === "extended" && told.code === "unknown-route") {
        trial.that(false, `${operation.method} ${operation.path}: expected an operation, found none`);
        break;
      }
      trial.refused(told, 400, "invalid-request", `${operation.method} ${operation.path}, ${wrong.why}`);
    }
    if (trial.problems.length > 50) return;
  }
  const after = JSON.stringify(await trial.list());
  trial.that(before === after, `expected that nothing changed by what was refused, found ${after.slice(0, 500)}`);
}

function askWrongly(trial: Trial, { method, path }: Operation, { parts, raw }: WrongRequest): Promise<Told> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(parts.path[name]!));
  const sent = raw === undefined ? { body: parts.body } : { raw: raw.text };
  const headers = { ...parts.header, ...(raw !== undefined && { "content-type": raw.type }) };
  return trial.ask(method, filled, { ...sent, query: parts.query, headers });
}
