import {
  API_VERSION_HEADER,
  apiVersion,
  DEPLOY_WITHIN_HEADER,
  EPOCH_HEADER,
  knowsSince,
  parseDeploymentId,
  parseSequence,
  SEQUENCE_HEADER,
  type components,
  type Ending,
  type paths,
} from "@dinfra/schemas";
import createClient, { type Middleware } from "openapi-fetch";
import { ReactorError } from "../failure.js";
import { fetchOver, tlsAdvice, type ClientTls } from "../tls/client.js";
import { currentSpan } from "../traces.js";
import { answerChecks } from "./answers.js";

type Api = components["schemas"];

/**
 * A caller's view of a reactor, any implementation of the Chain Reactor API. Every method throws a ReactorError with the
 * problem's code (`stale-generation`, …), or `reactor.unreachable` when no true answer came: none, or one that does not fit
 * the OpenAPI document.
 */
export interface ReactorClient {
  /** Every deployment, all pages; epoch and owner of the store that knows them. No owner: nothing was ever asked of it. */
  list(): Promise<DeploymentList>;
  /**
   * What changed after a sequence of this reactor's store. Throws `sequence-gone` where that is not known any more; then
   * list.
   */
  changes(sequence: string): Promise<DeploymentChanges>;
  get(id: string): Promise<Api["Deployment"] | undefined>;
  /** @param within seconds that the award leaves for the first deployment */
  put(id: string, desired: Api["DesiredDeployment"], within?: number): Promise<Api["Deployment"]>;
  remove(id: string, owner: Api["Owner"], hint?: RemoveHint): Promise<Api["Deployment"]>;
  acknowledge(id: string, receipt: string): Promise<void>;
  /** All that the breaker holds. */
  releaseBreaker(): Promise<void>;
  /** One of them. */
  release(id: string): Promise<void>;
  descriptorTypes(): Promise<Api["DescriptorType"][]>;
  /** What the provider offers on the chain. */
  putOffers(offers: Api["Offers"]): Promise<void>;
  /** Who may sign tokens for the provider. */
  putAccess(keys: Api["AccessKeys"]): Promise<void>;
}

export interface DeploymentList {
  epoch: string;
  owner?: Api["Owner"];
  /** Of the document that the reactor was written to; absent where it does not say so, and is older than 1.4.0. */
  version?: string;
  items: Api["Deployment"][];
  /** Ask for changes after it; absent where the reactor gives none. */
  sequence?: string;
}

export interface DeploymentChanges {
  epoch: string;
  owner?: Api["Owner"];
  version?: string;
  items: Api["Deployment"][];
  /** Ids that are not known any more, unless they are in `items`. */
  forgotten: string[];
  /** Up to here. */
  sequence: string;
}

/** A settlement only for a reactor that knows it. */
export interface RemoveHint extends Ending {
  descriptorType?: string;
  cid?: string;
}

/** Bytes. An answer is at most 500 deployments; a reactor must not fill the memory of who asks it. */
const largestAnswer = 32 * 1024 * 1024;
/** Of all pages together: bytes, and deployments. */
const largestList = 64 * 1024 * 1024;
const mostDeployments = 100_000;

/** What may still come. */
interface Allowance {
  bytes: number;
  /** What takes no more than that. */
  of: string;
}

/**
 * @param token undefined where a client certificate says who asks
 * @param timeout milliseconds that an answer may take
 * @param tls how the reactor is spoken to where its URL is https
 */
export function reactorClient(
  baseUrl: string,
  token: string | undefined,
  timeout = 10_000,
  tls: ClientTls = {},
): ReactorClient {
  const send = fetchOver(tls);
  const client = createClient<paths>({
    baseUrl,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    fetch: (request: Request) => fetchWithin(request, [single()]),
  });
  const fetchWithin = async (request: Request, allowances: Allowance[]): Promise<Response> => {
    const response = await send(request, { signal: AbortSignal.timeout(timeout) });
    return new Response(await bounded(response, allowances), { status: response.status, headers: response.headers });
  };
  client.use(checked());
  client.use({
    onRequest({ request }) {
      const parent = currentSpan();
      if (parent !== undefined) request.headers.set("traceparent", parent);
    },
  });

  return {
    async list() {
      const items: Api["Deployment"][] = [];
      let after: string | undefined;
      let epoch: string | undefined;
      let owner: Api["Owner"] | undefined;
      let sequence: string | null | undefined;
      let version: { version?: string } = {};
      const deadline = performance.now() + 6 * timeout;
      const whole: Allowance = { bytes: largestList, of: `a list of more than ${largestList} bytes` };
      do {
        if (performance.now() > deadline) throw unreachable(`its list had no end within ${6 * timeout} ms`);
        const [page, headers] = await answered(
          client.GET("/v1/deployments", {
            params: { query: { after, limit: 500 } },
            fetch: (request) => fetchWithin(request, [single(), whole]),
          }),
        );
        // What changes while the pages are read is told again by the changes after the first one's.
        if (sequence === undefined) sequence = headers.get(SEQUENCE_HEADER);
        // A store swapped between two pages: half a list of each is a list of nothing.
        if (epoch !== undefined && page.epoch !== epoch)
          throw unreachable("the reactor's store changed while it was listed");
        epoch = page.epoch;
        owner = page.owner;
        version = versionIn(headers);
        refuseDisorder(page, after);
        items.push(...page.items);
        if (items.length > mostDeployments) throw unreachable(`it listed more than ${mostDeployments} deployments`);
        after = page.next;
      } while (after !== undefined);
      const known = typeof sequence === "string" && parseSequence(sequence)?.epoch === epoch;
      return { epoch, ...(owner !== undefined && { owner }), ...version, items, ...(known && { sequence: sequence! }) };
    },
    async changes(sequence) {
      const limit = 500;
      const items = new Map<string, Api["Deployment"]>();
      const forgotten = new Set<string>();
      const deadline = performance.now() + 6 * timeout;
      const whole: Allowance = { bytes: largestList, of: `changes of more than ${largestList} bytes` };
      for (let after = sequence; ;) {
        if (performance.now() > deadline) throw unreachable(`its changes had no end within ${6 * timeout} ms`);
        const [page, headers] = await answered(
          client.GET("/v1/deployments", {
            params: { query: { after, limit } },
            fetch: (request) => fetchWithin(request, [single(), whole]),
          }),
        );
        const next = headers.get(SEQUENCE_HEADER) ?? "none";
        const { epoch, owner, forgotten: gone = [] } = page;
        const many = page.items.length + gone.length;
        refuseOtherChanges(after, next, epoch, many);
        for (const id of gone) {
          items.delete(id);
          forgotten.add(id);
        }
        for (const item of page.items) items.set(item.id, item);
        after = next;
        if (many >= limit) continue;
        const found = { items: [...items.values()], forgotten: [...forgotten], sequence: next };
        return { epoch, ...(owner !== undefined && { owner }), ...versionIn(headers), ...found };
      }
    },
    async get(id) {
      try {
        return of(id, await answer(client.GET("/v1/deployments/{id}", { params: { path: { id } } })));
      } catch (error) {
        if (error instanceof ReactorError && error.code === "unknown-deployment") return undefined;
        throw error;
      }
    },
    put: async (id, body, within) => {
      const header = within === undefined ? {} : { [DEPLOY_WITHIN_HEADER]: within };
      return of(id, await answer(client.PUT("/v1/deployments/{id}", { params: { path: { id }, header }, body })));
    },
    remove: async (id, owner, hint) => {
      const query = { instance: owner.instance, provider: owner.provider, ...hint };
      return of(id, await answer(client.DELETE("/v1/deployments/{id}", { params: { path: { id }, query } })));
    },
    async acknowledge(id, receipt) {
      await answer(
        client.POST("/v1/deployments/{id}/acknowledge", { params: { path: { id } }, body: { receipt } }),
        true,
      );
    },
    async release(id) {
      await answer(client.POST("/v1/deployments/{id}/release", { params: { path: { id } } }), true);
    },
    async releaseBreaker() {
      await answer(client.POST("/v1/breaker/release"), true);
    },
    async putOffers(body) {
      await answer(client.PUT("/v1/offers", { body }), true);
    },
    async putAccess(body) {
      await answer(client.PUT("/v1/access", { body }), true);
    },
    async descriptorTypes() {
      return (await answer(client.GET("/v1/descriptor-types"))).items;
    },
  };
}

/** Every answer is compared with the document before anything is made of it. A later document may have more members. */
function checked(): Middleware {
  const [checkOf, checkLater] = [answerChecks(), answerChecks(true)];
  const isLater = (version: string | null) => version !== apiVersion && knowsSince(version, apiVersion);
  return {
    async onResponse({ request, response, schemaPath }) {
      const text = await response.clone().text();
      let body: unknown;
      try {
        body = text === "" ? undefined : (JSON.parse(text) as unknown);
      } catch {
        throw unreachable(`status ${response.status} with a body that is no JSON`);
      }
      const check = isLater(response.headers.get(API_VERSION_HEADER)) ? checkLater : checkOf;
      const wrong = check(request.method.toLowerCase(), schemaPath, response.status)(body);
      if (wrong !== null) throw unreachable(`status ${response.status}, not an answer of the API: ${wrong}`);
      const epoch = response.headers.get(EPOCH_HEADER);
      if (epoch === null) throw unreachable(`status ${response.status} without the header ${EPOCH_HEADER}`);
      const said = (body as { epoch?: string } | undefined)?.epoch;
      if (response.ok && said !== undefined && said !== epoch)
        throw unreachable(`the header says epoch ${epoch}, the body ${said}`);
    },
  };
}

const single = (): Allowance => ({ bytes: largestAnswer, of: `an answer of more than ${largestAnswer} bytes` });

async function bounded(response: Response, allowances: Allowance[]): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response.body === null) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    for (const allowance of allowances) {
      allowance.bytes -= part.length;
      if (allowance.bytes < 0) throw unreachable(allowance.of);
    }
    parts.push(part);
  }
  return size === 0 ? null : Buffer.concat(parts);
}

/** Pages go forward, or the list never ends; and what is listed twice was listed by nobody who knows. */
function refuseDisorder({ items, next }: Api["DeploymentPage"], after: string | undefined): void {
  let last = after;
  for (const { id } of items) {
    if (last !== undefined && !comesAfter(id, last)) throw unreachable(`it listed ${id} after ${last}`);
    last = id;
  }
  if (next === undefined) return;
  if (items.length === 0) throw unreachable(`it gave an empty page, and ${next} for the next one`);
  if (next !== last) throw unreachable(`the last item of its page is ${last}, and it gave ${next} for the next one`);
}

/** Changes go forward, in the store that was asked for them. */
function refuseOtherChanges(after: string, next: string, epoch: string, many: number): void {
  const [from, to] = [parseSequence(after), parseSequence(next)];
  const same = to !== undefined && to.epoch === from?.epoch && to.epoch === epoch;
  if (same && (to.number > from.number || (many === 0 && to.number === from.number))) return;
  throw unreachable(`asked for changes after ${after}, it answered with ${many} up to ${next}, of epoch ${epoch}`);
}

function comesAfter(id: string, before: string): boolean {
  const [a, b] = [parseDeploymentId(id), parseDeploymentId(before)];
  return a.subscription > b.subscription || (a.subscription === b.subscription && a.attempt > b.attempt);
}

function of(id: string, deployment: Api["Deployment"]): Api["Deployment"] {
  if (deployment.id !== id) throw unreachable(`asked of deployment ${id}, it answered for ${deployment.id}`);
  return deployment;
}

function versionIn(headers: Headers): { version?: string } {
  const version = headers.get(API_VERSION_HEADER);
  return version === null || version === "" ? {} : { version };
}

type Call<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

const answer = async <T>(call: Call<T>, empty = false): Promise<T> => (await answered(call, empty))[0];

async function answered<T>(call: Call<T>, empty = false): Promise<[T, Headers]> {
  let outcome;
  try {
    outcome = await call;
  } catch (error) {
    if (error instanceof ReactorError) throw error;
    const cause =
      error instanceof Error && error.cause instanceof Error
        ? `${error.message}: ${error.cause.message}`
        : String(error);
    const advice = tlsAdvice(error);
    throw unreachable(advice === undefined ? cause : `${cause}: ${advice}`);
  }
  if (outcome.response.ok && (outcome.data !== undefined || empty))
    return [outcome.data as T, outcome.response.headers];
  const problem = outcome.error as Partial<Api["Problem"]> | undefined;
  const code = /^urn:dinfra:problem:([a-z-]+)$/.exec(problem?.type ?? "")?.[1];
  if (code === undefined) throw unreachable(`status ${outcome.response.status} without a problem of the API`);
  throw new ReactorError(code, problem!.detail ?? problem!.title ?? code, problem!.retryable ?? true);
}

const unreachable = (detail: string) =>
  new ReactorError("reactor.unreachable", `no answer of the reactor to build on: ${detail}`, true);
