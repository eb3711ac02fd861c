import type { components, paths } from "@dinfra/schemas";
import createClient from "openapi-fetch";
import { ReactorError } from "../failure.js";

type Api = components["schemas"];

/**
 * A caller's view of a reactor, any implementation of the Chain Reactor API. Every method throws a ReactorError with the
 * problem's code (`stale-generation`, …), or `reactor.unreachable` when no true answer came.
 */
export interface ReactorClient {
  /** Every deployment, all pages; epoch and owner of the store that knows them. No owner: nothing was ever asked of it. */
  list(): Promise<{ epoch: string; owner?: Api["Owner"]; items: Api["Deployment"][] }>;
  get(id: string): Promise<Api["Deployment"] | undefined>;
  put(id: string, desired: Api["DesiredDeployment"]): Promise<Api["Deployment"]>;
  remove(id: string, owner: Api["Owner"], hint?: { descriptorType: string; cid: string }): Promise<Api["Deployment"]>;
  acknowledge(id: string, receipt: string): Promise<void>;
  releaseBreaker(): Promise<void>;
  descriptorTypes(): Promise<Api["DescriptorType"][]>;
}

export function reactorClient(baseUrl: string, token: string, timeout = 10_000): ReactorClient {
  const client = createClient<paths>({
    baseUrl,
    headers: { authorization: `Bearer ${token}` },
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(timeout) }),
  });

  return {
    async list() {
      const items: Api["Deployment"][] = [];
      let after: string | undefined;
      let epoch: string | undefined;
      let owner: Api["Owner"] | undefined;
      do {
        const page = await answer(client.GET("/v1/deployments", { params: { query: { after, limit: 500 } } }));
        // A store swapped between two pages: half a list of each is a list of nothing.
        if (epoch !== undefined && page.epoch !== epoch)
          throw unreachable("the reactor's store changed while it was listed");
        epoch = page.epoch;
        owner = page.owner;
        items.push(...page.items);
        after = page.next;
      } while (after !== undefined);
      return { epoch, ...(owner !== undefined && { owner }), items };
    },
    async get(id) {
      try {
        return await answer(client.GET("/v1/deployments/{id}", { params: { path: { id } } }));
      } catch (error) {
        if (error instanceof ReactorError && error.code === "unknown-deployment") return undefined;
        throw error;
      }
    },
    put: (id, body) => answer(client.PUT("/v1/deployments/{id}", { params: { path: { id } }, body })),
    remove: (id, owner, hint) => {
      const query = { instance: owner.instance, provider: owner.provider, ...hint };
      return answer(client.DELETE("/v1/deployments/{id}", { params: { path: { id }, query } }));
    },
    async acknowledge(id, receipt) {
      await answer(
        client.POST("/v1/deployments/{id}/acknowledge", { params: { path: { id } }, body: { receipt } }),
        true,
      );
    },
    async releaseBreaker() {
      await answer(client.POST("/v1/breaker/release"), true);
    },
    async descriptorTypes() {
      return (await answer(client.GET("/v1/descriptor-types"))).items;
    },
  };
}

async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>, empty = false): Promise<T> {
  let outcome;
  try {
    outcome = await call;
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error
        ? `${error.message}: ${error.cause.message}`
        : String(error);
    throw unreachable(cause);
  }
  if (outcome.response.ok && (outcome.data !== undefined || empty)) return outcome.data as T;
  const problem = outcome.error as Partial<Api["Problem"]> | undefined;
  const code = /^urn:dinfra:problem:([a-z-]+)$/.exec(problem?.type ?? "")?.[1];
  if (code === undefined) throw unreachable(`status ${outcome.response.status} without a problem of the API`);
  throw new ReactorError(code, problem!.detail ?? problem!.title ?? code, problem!.retryable ?? true);
}

const unreachable = (detail: string) =>
  new ReactorError("reactor.unreachable", `no answer of the reactor to build on: ${detail}`, true);
