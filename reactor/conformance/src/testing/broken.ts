import { descriptorHash, type Deployment, type DesiredDeployment } from "@dinfra/schemas";
import type { Asked, Broken, Told } from "./breaking-proxy.js";

type End = NonNullable<Deployment["end"]>;
type Page = { items?: Deployment[]; next?: string; owner?: unknown };

const idIn = ({ path }: Asked): string | undefined => /^\/v1\/deployments\/([^/?]+)(\?|$)/.exec(path)?.[1];
const isList = ({ method, path }: Asked): boolean => method === "GET" && /^\/v1\/deployments(\?|$)/.test(path);
const code = ({ body }: Told): string =>
  String((body as { type?: string } | undefined)?.type)
    .split(":")
    .at(-1)!;
const withBody = (told: Told, body: unknown): Told => ({ ...told, body });
const answer = (body: unknown, status = 202, more: Record<string, string> = {}): Told => ({
  status,
  headers: { "content-type": "application/json", ...more },
  body,
});

/** Each deployment of an answer, alone or in a list, is made another one. */
const eachDeployment =
  (change: (seen: Deployment) => Deployment) =>
  (told: Told): Told => {
    const { body } = told;
    if (told.status >= 300 || typeof body !== "object" || body === null) return told;
    if ("phase" in body) return withBody(told, change(body as Deployment));
    return "next" in body || "items" in body
      ? withBody(told, { ...body, items: (body as Page).items?.map((one) => ("phase" in one ? change(one) : one)) })
      : told;
  };

/** The end in the answer to a GET of one deployment is made another one. */
function withEnd(told: Told, { method }: Asked, change: (end: End) => object): Told {
  const { end } = (told.body ?? {}) as { end?: End };
  if (method !== "GET" || end === undefined) return told;
  return withBody(told, { ...(told.body as object), end: change(end) });
}

/** What a GET says, with something else in it. */
async function seen(asked: Asked, forward: (asked: Asked) => Promise<Told>, more: object, status = 202): Promise<Told> {
  const path = asked.path.split("?")[0]!;
  const { body, headers } = await forward({ method: "GET", path, headers: asked.headers, body: undefined });
  return { status, headers, body: { ...(body as object), ...more } };
}

/**
 * Reactors that break promises of the core: how, and which promises exactly. A fault that is seen in several places names them
 * all. The first named is the one that says what it is.
 */
export const broken: Readonly<Record<string, { fails: readonly string[]; broken: () => Broken }>> = {
  "an undocumented member": {
    fails: ["answers"],
    broken: () => ({ after: eachDeployment((one) => ({ ...one, colour: "red" }) as Deployment) }),
  },
  "errors as application/json": {
    fails: ["content-type"],
    broken: () => ({
      after: (told) =>
        told.status < 400 ? told : { ...told, headers: { ...told.headers, "content-type": "application/json" } },
    }),
  },
  "errors without retryable": {
    fails: ["problems"],
    broken: () => ({
      after: (told) => {
        const { retryable: _left, ...body } = (told.body ?? {}) as Record<string, unknown>;
        return told.status < 400 ? told : withBody(told, body);
      },
    }),
  },
  "errors without the epoch": {
    fails: ["epoch"],
    broken: () => ({
      after: (told) => {
        const { "dinfra-epoch": _left, ...headers } = told.headers;
        return told.status < 400 ? told : { ...told, headers };
      },
    }),
  },
  "a generation as text is taken": {
    fails: ["refused-input"],
    broken: () => ({
      instead: (asked, forward) => {
        const body = asked.body as DesiredDeployment | undefined;
        if (asked.method !== "PUT" || typeof body?.generation !== "string") return null;
        return forward({ ...asked, body: { ...body, generation: 1 } });
      },
    }),
  },
  "ids beyond 64 bits": {
    fails: ["ids", "answers"],
    broken: () => ({
      after: (told, asked) =>
        BigInt(/^\d+(?=\.\d+$)/.exec(idIn(asked) ?? "0.1")?.[0] ?? 0) >= 2n ** 64n
          ? answer({ id: idIn(asked) }, 202, { "dinfra-epoch": told.headers["dinfra-epoch"]! })
          : told,
    }),
  },
  "what is no operation is a page": {
    fails: ["unknown-route", "answers"],
    broken: () => ({
      after: (told) => (code(told) === "unknown-route" ? { ...told, status: 200, body: "<html>" } : told),
    }),
  },
  "any token will do": {
    fails: ["token"],
    broken: () => ({
      instead: (asked, forward) =>
        forward({ ...asked, headers: { ...asked.headers, authorization: `Bearer ${"t".repeat(43)}` } }),
    }),
  },
  "an update is answered and lost": {
    fails: ["newest-generation", "failed-update", "skipped-generations"],
    broken: () => ({
      instead: async (asked, forward) => {
        const { generation, cid } = (asked.body ?? {}) as DesiredDeployment;
        if (asked.method !== "PUT" || idIn(asked) === undefined) return null;
        const known = await seen(asked, forward, {});
        const { phase, generation: now = 0 } = known.body as Deployment;
        // Of an id that it knows and that it did not DELETE.
        if (phase === undefined || now === 0 || generation <= now || /^T/.test(phase)) return null;
        return withBody(known, { ...(known.body as Deployment), generation, cid });
      },
    }),
  },
  "a PUT begins anew": {
    fails: ["put-idempotent", "doubled-requests"],
    broken: () => {
      const puts = new Map<string, string>();
      let number = 0;
      return {
        instead: (asked) => {
          const id = idIn(asked);
          if (asked.method === "PUT" && id !== undefined)
            puts.set(id, new Date(Date.UTC(2026, 0, 1) + (number += 1)).toISOString());
          return null;
        },
        after: eachDeployment((one) => ({
          ...one,
          timings: { ...one.timings, acceptedAt: puts.get(one.id) ?? one.timings.acceptedAt },
        })),
      };
    },
  },
  "a stale generation is taken": {
    fails: ["stale-generation", "late-requests"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked);
        return code(told) === "stale-generation" ? seen(asked, forward, {}) : told;
      },
    }),
  },
  "other content under the same generation is taken": {
    fails: ["generation-conflict"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked);
        return code(told) === "generation-conflict" ? seen(asked, forward, {}) : told;
      },
    }),
  },
  "an end of another instance is an end": {
    fails: ["wrong-instance", "silence"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked);
        if (asked.method !== "DELETE" || code(told) !== "wrong-instance") return told;
        const list = await forward({ ...asked, method: "GET", path: "/v1/deployments?limit=1" });
        const { instance } = (list.body as { owner: { instance: string } }).owner;
        return forward({ ...asked, path: asked.path.replace(/instance=0x[0-9a-f]+/, `instance=${instance}`) });
      },
    }),
  },
  "a type that is not served is a bad request": {
    fails: ["unknown-type"],
    broken: () => ({
      after: (told) =>
        code(told) !== "unknown-type"
          ? told
          : {
              ...told,
              status: 400,
              body: { ...(told.body as object), type: "urn:dinfra:problem:invalid-request", status: 400 },
            },
    }),
  },
  "what is sent is run, whatever its hash": {
    fails: ["descriptor-hash"],
    broken: () => ({
      instead: (asked, forward) => {
        const body = asked.body as DesiredDeployment | undefined;
        if (asked.method !== "PUT" || typeof body?.descriptor !== "object" || body.descriptor === null) return null;
        return forward({ ...asked, body: { ...body, cid: descriptorHash(body.descriptor).cid } });
      },
    }),
  },
  "an update that fails takes what ran with it": {
    fails: ["failed-update"],
    broken: () => ({
      after: eachDeployment((one) =>
        one.conditions.some(({ type }) => type === "UpdateFailed")
          ? { ...one, phase: "Failed", observedGeneration: 0 }
          : one,
      ),
    }),
  },
  "another digest than the receipt has": {
    fails: ["receipt"],
    broken: () => ({
      instead: (asked, forward) => {
        const { receipt } = (asked.body ?? {}) as { receipt?: string };
        const turned = receipt === undefined ? undefined : { receipt: reversed(receipt) };
        return asked.method === "POST" && turned ? forward({ ...asked, body: turned }) : null;
      },
      after: eachDeployment((one) =>
        one.receipt === undefined ? one : { ...one, receipt: { ...one.receipt, digest: reversed(one.receipt.digest) } },
      ),
    }),
  },
  "amounts are numbers on their way": {
    fails: ["end-amounts"],
    broken: () => ({
      after: (told, asked) =>
        withEnd(told, asked, (end) => ({ ...end, ...(end.paid && { paid: String(BigInt(Number(end.paid))) }) })),
    }),
  },
  "what is not said of an end is 0": {
    fails: ["end-amounts"],
    broken: () => ({ after: (told, asked) => withEnd(told, asked, (end) => ({ paid: "0", refunded: "0", ...end })) }),
  },
  "the last DELETE says how it ended": {
    fails: ["end-amounts"],
    broken: () => {
      const last = new Map<string, Partial<End>>();
      return {
        instead: (asked) => {
          const { endBlock, paid, refunded } = Object.fromEntries(new URL(asked.path, "http://reactor").searchParams);
          const said = {
            ...(endBlock && { block: Number(endBlock) }),
            ...(paid && { paid }),
            ...(refunded && { refunded }),
          };
          if (asked.method === "DELETE" && idIn(asked) !== undefined)
            last.set(idIn(asked)!, { ...last.get(idIn(asked)!), ...said });
          return null;
        },
        after: (told, asked) => withEnd(told, asked, (end) => ({ ...end, ...last.get(idIn(asked)!) })),
      };
    },
  },
  "lists with what older sidecars do not know": {
    fails: ["end-amounts"],
    broken: () => {
      const end = { by: "unknown", reason: "", at: new Date(0).toISOString() };
      const change = eachDeployment((one) => (/^T/.test(one.phase) ? ({ ...one, end } as Deployment) : one));
      return { after: (told, asked) => (isList(asked) ? change(told) : told) };
    },
  },
  "a DELETE is forgotten when a PUT comes": {
    fails: ["delete-kept"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked);
        return code(told) === "ended" ? seen(asked, forward, { phase: "Pending" }) : told;
      },
    }),
  },
  "a DELETE of what is not known is an error": {
    fails: ["delete-unknown", "refused-input", "taken-input", "list-order", "list-pages", "list-after", "no-history"],
    broken: () => ({
      instead: async (asked, forward) => {
        if (asked.method !== "DELETE" || idIn(asked) === undefined) return null;
        const known = await forward({ ...asked, method: "GET", path: asked.path.split("?")[0]! });
        return known.status === 404 ? known : null;
      },
    }),
  },
  "any receipt is acknowledged": {
    fails: ["receipt-kept"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked);
        if (code(told) !== "receipt-mismatch") return told;
        const path = asked.path.replace("/acknowledge", "");
        const { body } = await forward({ ...asked, method: "GET", path, body: undefined });
        return forward({ ...asked, body: { receipt: (body as Deployment).receipt!.digest } });
      },
    }),
  },
  "one end ends all attempts": {
    fails: ["attempts"],
    broken: () => ({
      instead: async (asked, forward) => {
        const [subscription, attempt] = (idIn(asked) ?? "").split(".");
        if (asked.method === "DELETE" && attempt === "1") {
          const path = asked.path.replace(`${subscription}.1`, `${subscription}.2`);
          const known = await forward({ ...asked, method: "GET", path: path.split("?")[0]! });
          if (known.status === 200) await forward({ ...asked, path });
        }
        return null;
      },
    }),
  },
  "a list in the order of texts": {
    fails: ["list-order", "list-pages"],
    broken: () => ({
      after: (told, asked) => {
        const { items } = (told.body ?? {}) as Page;
        if (!isList(asked) || items === undefined) return told;
        const sorted = [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
        return withBody(told, { ...(told.body as Page), items: sorted });
      },
    }),
  },
  "a cursor to the first item": {
    fails: ["list-pages"],
    broken: () => ({
      after: (told, asked) => {
        const { items = [], next } = (told.body ?? {}) as Page;
        return isList(asked) && next !== undefined
          ? withBody(told, { ...(told.body as Page), next: items[0]!.id })
          : told;
      },
    }),
  },
  "a list of nobody": {
    fails: ["list-owner"],
    broken: () => ({
      after: (told, asked) => {
        const { owner: _left, ...body } = (told.body ?? {}) as Page;
        return isList(asked) && told.status === 200 ? withBody(told, body) : told;
      },
    }),
  },
  "ids of types that are no hashes": {
    fails: ["descriptor-types"],
    broken: () => ({
      after: (told, asked) => {
        if (!asked.path.startsWith("/v1/descriptor-types") || told.status !== 200) return told;
        const { epoch, items } = told.body as { epoch: string; items: { schema: object }[] };
        // The id is as before; the schema is another one.
        return withBody(told, {
          epoch,
          items: items.map((one) => ({ ...one, schema: { ...one.schema, title: "x" } })),
        });
      },
    }),
  },
  "readiness fails": {
    fails: ["health"],
    broken: () => ({
      after: (told, asked) =>
        asked.path === "/readyz"
          ? {
              ...told,
              status: 500,
              headers: { ...told.headers, "content-type": "application/problem+json" },
              body: { type: "urn:dinfra:problem:internal", title: "t", status: 500, retryable: true },
            }
          : told,
    }),
  },
  "more than ten deployments are too many": {
    fails: ["many-at-once"],
    broken: () => ({
      instead: async (asked, forward) => {
        if (asked.method !== "PUT" || idIn(asked) === undefined) return null;
        const { body } = await forward({ ...asked, method: "GET", path: "/v1/deployments?limit=500", body: undefined });
        const live = (body as Page).items!.filter(({ phase }) => phase === "Deployed" || phase === "Deploying");
        const told = { ...live[0]!, id: idIn(asked), phase: "Pending" };
        return live.length < 10 ? null : answer(told, 202, { "dinfra-epoch": live[0]!.epoch });
      },
    }),
  },
};

/** The same of level extended. */
export const brokenExtended: typeof broken = {
  "what was forgotten is not told": {
    fails: ["changes"],
    broken: () => ({
      after: (told, asked) =>
        isList(asked) && told.status === 200 && "forgotten" in (told.body as object)
          ? withBody(told, { ...(told.body as object), forgotten: [] })
          : told,
    }),
  },
  "a sequence of another store is taken": {
    fails: ["sequence-gone"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked.path.startsWith("/v1/changes") ? { ...asked, path: "/v1/none" } : asked);
        return code(told) === "sequence-gone" ? forward({ ...asked, path: "/v1/deployments" }) : told;
      },
    }),
  },
  "events out of order": {
    fails: ["events"],
    broken: () => ({
      after: (told, asked) =>
        asked.path.includes("/events") && typeof told.body === "string"
          ? withBody(told, `${told.body.trim().split("\n\n").reverse().join("\n\n")}\n\n`)
          : told,
    }),
  },
  "an end without its reason": {
    fails: ["end-reason"],
    broken: () => ({
      after: (told) => {
        const { end, ...body } = (told.body ?? {}) as { end?: object };
        return end === undefined ? told : withBody(told, { ...body, end: { ...end, reason: "" } });
      },
    }),
  },
  "amounts that are forgotten with the deployment": {
    fails: ["end-amounts-kept"],
    broken: () => ({
      after: (told) => {
        const { end, keptUntil, ...body } = (told.body ?? {}) as { end?: End; keptUntil?: string };
        if (end === undefined || keptUntil === undefined) return told;
        const { paid: _paid, ...left } = end;
        return withBody(told, { ...body, end: left, keptUntil });
      },
    }),
  },
  "the usage of now for that of before the end": {
    fails: ["usage-kept"],
    broken: () => ({
      after: (told, asked) =>
        asked.path.endsWith("/usage") && told.status === 200
          ? withBody(told, { ...(told.body as object), at: new Date().toISOString() })
          : told,
    }),
  },
  "errors without the version": {
    fails: ["api-version"],
    broken: () => ({
      after: (told) => {
        const { "dinfra-api-version": _left, ...headers } = told.headers;
        return told.status < 400 ? told : { ...told, headers };
      },
    }),
  },
  "a preview that makes what it shows": {
    fails: ["preview"],
    broken: () => ({
      instead: async (asked, forward) => {
        if (!asked.path.endsWith("/preview")) return null;
        const told = await forward(asked);
        await forward({ ...asked, method: "PUT", path: asked.path.replace("/preview", "") });
        return told;
      },
    }),
  },
  "a pause that pauses nothing": {
    fails: ["paused"],
    broken: () => ({
      instead: (asked, forward) =>
        asked.path.endsWith("/mode")
          ? seen({ ...asked, path: asked.path.replace("/mode", "") }, forward, asked.body as object, 200).then(
              (told) =>
                (asked.body as { mode: string }).mode === "normal"
                  ? withBody(told, { ...(told.body as object), mode: undefined })
                  : told,
            )
          : null,
    }),
  },
  "any consumer may look at any deployment": {
    fails: ["consumer-token"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked);
        if (code(told) !== "forbidden" || idIn(asked) === undefined || asked.method !== "GET") return told;
        return forward({ ...asked, headers: { ...asked.headers, authorization: `Bearer ${"t".repeat(43)}` } });
      },
    }),
  },
  "a signed token may name operators": {
    fails: ["provider-token"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked);
        if (code(told) !== "forbidden" || asked.path !== "/v1/access") return told;
        return forward({ ...asked, headers: { ...asked.headers, authorization: `Bearer ${"t".repeat(43)}` } });
      },
    }),
  },
  "metrics in JSON": {
    fails: ["metrics"],
    broken: () => ({
      after: (told, asked) => (asked.path === "/metrics" ? withBody(told, '{"deployments": 1}') : told),
    }),
  },
  "the price of a block for that of an hour": {
    fails: ["quote"],
    broken: () => ({
      after: (told, asked) => {
        if (asked.path !== "/v1/quote" || told.status !== 200) return told;
        const body = told.body as { offers: { pricePerBlock: string }[] };
        const offers = body.offers.map((one) => ({ ...one, pricePerHour: one.pricePerBlock }));
        return withBody(told, { ...body, offers });
      },
    }),
  },
  "a large body is taken": {
    fails: ["large-body"],
    broken: () => ({
      instead: (asked, forward) =>
        JSON.stringify(asked.body ?? "").length > 2 ** 20
          ? forward({ ...asked, body: { ...(asked.body as object), descriptor: {} } })
          : null,
    }),
  },
  "any plan is approved": {
    fails: ["approve"],
    broken: () => ({
      instead: async (asked, forward) => {
        const told = await forward(asked);
        const path = asked.path.replace("/approve", "");
        return code(told) === "approval-mismatch" ? seen({ ...asked, path }, forward, {}) : told;
      },
    }),
  },
};

const reversed = (digest: string): string => `0x${[...digest.slice(2)].reverse().join("")}`;
