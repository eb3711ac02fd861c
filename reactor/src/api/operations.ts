import {
  DEPLOY_WITHIN_HEADER,
  descriptorTypes,
  parseSequence,
  SEQUENCE_HEADER,
  sequenceText,
  type components,
  type operations as documented,
} from "@dinfra/schemas";
import type { RouteHandlerMethod } from "fastify";
import { quote } from "../deployments/quote.js";
import { outputsOf, toApi, toApiWithEnd } from "../deployments/phase.js";
import type { Progress } from "../deployments/progress.js";
import type { Reconciler } from "../deployments/reconciler.js";
import type { Generation } from "../deployments/record.js";
import type { DeploymentStore } from "../deployments/store.js";
import { ReactorError, reasonOf } from "@dinfra/service/failure";
import type { GuardedStep, Plan } from "../engine/index.js";
import { changesAfter, streamChanges } from "./change-stream.js";
import { streamEvents } from "./event-stream.js";
import { Streams } from "./streams.js";
import type { ReactorMetrics } from "./metrics.js";

type Api = components["schemas"];
type DeleteQuery = documented["deleteDeployment"]["parameters"]["query"];

export interface Served {
  store: DeploymentStore;
  reconciler: Reconciler;
  progress: Progress;
  metrics: ReactorMetrics;
  /** Names of the descriptor types that have a program. */
  serves: ReadonlySet<string>;
  /** What is missing before work can be taken; null when nothing is. */
  missing(): Promise<string | null>;
}

/** What each operation of the API does; the shapes have been checked before. */
export function operations(served: Served): Record<string, RouteHandlerMethod> {
  const { store, reconciler, progress } = served;
  const { epoch } = store;
  const streams = new Streams();
  const types = descriptorTypes.filter((type) => served.serves.has(type.name));
  const unknown = (id: string) =>
    new ReactorError("unknown-deployment", `deployment ${id} is not known here; that says nothing of what runs`);
  const known = (id: string) => {
    const record = store.get(id);
    if (record === undefined) throw unknown(id);
    return record;
  };
  const knownOrPast = (id: string) => {
    const found = reconciler.find(id);
    if (found === undefined) throw unknown(id);
    return found;
  };

  const wishOf = (body: Api["DesiredDeployment"]): Generation => {
    const { generation, cid, consumer, login = [], descriptor } = body;
    const typeId = body.descriptorType.id;
    if (!types.some((type) => type.id === typeId)) {
      const names = types.map((type) => type.name).join(", ");
      throw new ReactorError("unknown-type", `this reactor serves ${names}; descriptor type ${typeId} is none of them`);
    }
    return { generation, typeId, cid, consumer, login, ...(descriptor !== undefined && { descriptor }) };
  };

  return {
    listDeployments(request, reply) {
      const { after, limit } = request.query as { after?: string; limit: number };
      const sequence = after === undefined ? undefined : parseSequence(after);
      if (sequence !== undefined) {
        const { changes, sequence: last } = changesAfter(store, sequence, limit);
        void reply.header(SEQUENCE_HEADER, sequenceText(epoch, last));
        return {
          epoch,
          ...(store.owner !== null && { owner: store.owner }),
          items: changes.flatMap(({ record }) => (record === null ? [] : [toApi(record, epoch)])),
          forgotten: changes.flatMap(({ id, record }) => (record === null ? [id] : [])),
        } satisfies Api["DeploymentPage"];
      }
      // Before the page is read: what changes while it is read is told again.
      void reply.header(SEQUENCE_HEADER, sequenceText(epoch, store.sequence));
      const records = store.list(after, limit + 1);
      const items = records.slice(0, limit).map((record) => toApi(record, epoch));
      const next = records.length > limit ? { next: items.at(-1)!.id } : {};
      return {
        epoch,
        ...(store.owner !== null && { owner: store.owner }),
        items,
        ...next,
      } satisfies Api["DeploymentPage"];
    },

    putDeployment(request, reply) {
      const { id } = request.params as { id: string };
      const body = request.body as Api["DesiredDeployment"];
      const within = (request.headers as Record<string, unknown>)[DEPLOY_WITHIN_HEADER] as number | undefined;
      const wish = { ...wishOf(body), ...(within !== undefined && { deployWithinSeconds: within }) };
      return reply.code(202).send(toApi(reconciler.wish(id, body.owner, wish), epoch));
    },

    getDeployment(request) {
      return toApiWithEnd(known((request.params as { id: string }).id), epoch);
    },

    deleteDeployment(request, reply) {
      const { id } = request.params as { id: string };
      const { instance, provider, descriptorType, cid, ...ending } = request.query as DeleteQuery;
      const hint =
        descriptorType === undefined || cid === undefined
          ? null
          : { generation: 0, typeId: descriptorType, cid, consumer: "", login: [] };
      const record = reconciler.unwish(id, { instance, provider }, hint, ending);
      return reply.code(202).send(toApi(record, epoch));
    },

    acknowledgeDeployment(request, reply) {
      reconciler.acknowledge((request.params as { id: string }).id, (request.body as Api["Acknowledgement"]).receipt);
      return reply.code(204).send();
    },

    streamEvents(request, reply) {
      const { id } = knownOrPast((request.params as { id: string }).id).record;
      const after = Number(request.headers["last-event-id"] ?? 0);
      return streamEvents(reply, streams, epoch, progress, id, {
        after,
        follow: (request.query as { follow: boolean }).follow,
      });
    },

    streamChanges(request, reply) {
      const from = request.headers["last-event-id"] as string | undefined;
      const begin = from === undefined ? { epoch, number: store.sequence } : parseSequence(from)!;
      changesAfter(store, begin, 1);
      streamChanges(reply, streams, store, begin.number);
    },

    getOutputs(request) {
      const { record, keptUntil } = knownOrPast((request.params as { id: string }).id);
      return outputsOf(record, epoch, keptUntil);
    },

    async listOrphans() {
      return { epoch, items: (await reconciler.orphans()).slice(0, 1_000) } satisfies Api["OrphanList"];
    },

    async getUsage(request) {
      const { id } = knownOrPast((request.params as { id: string }).id).record;
      const { at, cpuSeconds, ...bytes } = await reconciler.usage(id);
      const found = { ...(cpuSeconds !== undefined && { cpuSeconds }), ...bytes };
      return { epoch, id, at: new Date(at).toISOString(), ...found } satisfies Api["Usage"];
    },

    async previewDeployment(request) {
      const body = request.body as Api["DesiredDeployment"];
      const wish = wishOf(body);
      try {
        const { plan, guarded } = await reconciler.preview((request.params as { id: string }).id, body.owner, wish);
        return previewOf(epoch, plan, guarded);
      } catch (error) {
        if (error instanceof ReactorError && ["wrong-instance", "ended"].includes(error.code)) throw error;
        const { code, message, retryable } = reasonOf(error, "engine.failed");
        return { epoch, possible: false, refusal: { code, message, retryable } } satisfies Api["Preview"];
      }
    },

    approveDeployment(request, reply) {
      const { id } = request.params as { id: string };
      return reply.code(202).send(toApi(reconciler.approve(id, request.body as Api["Awaiting"]), epoch));
    },

    setMode(request) {
      const { mode } = request.body as { mode: "normal" | "observe" | "paused" };
      return toApi(
        reconciler.setMode((request.params as { id: string }).id, mode === "normal" ? undefined : mode),
        epoch,
      );
    },

    reconcileDeployment(request, reply) {
      return reply.code(202).send(toApi(reconciler.reconcileNow((request.params as { id: string }).id), epoch));
    },

    releaseDeployment(request, reply) {
      reconciler.releaseHeld((request.params as { id: string }).id);
      return reply.code(204).send();
    },

    putOffers(request, reply) {
      store.offers = request.body as Api["Offers"];
      return reply.code(204).send();
    },

    putAccess(request, reply) {
      store.accessKeys = request.body as Api["AccessKeys"];
      return reply.code(204).send();
    },

    async quote(request) {
      const { offers } = store;
      if (offers === undefined)
        throw new ReactorError("not-ready", "the sidecar has not told what the provider offers: ask again later", true);
      const wanted = request.body as Api["QuoteRequest"];
      const { id } = wanted.descriptorType;
      const refusal = types.some((type) => type.id === id)
        ? await reconciler.refusalOf(id, wanted.descriptor)
        : { code: "descriptor.type", message: `this reactor serves no ${id}` };
      return { epoch, block: offers.block, offers: quote(offers, wanted, refusal) } satisfies Api["Quote"];
    },

    releaseBreaker(_request, reply) {
      reconciler.releaseBreaker();
      return reply.code(204).send();
    },

    listDescriptorTypes() {
      // The generated type of "any object" is an object without members.
      const items = types.map(({ id, name, schema }) => ({ id, name, schema: schema as Record<string, never> }));
      return { epoch, items } satisfies Api["DescriptorTypeList"];
    },

    getHealth() {
      return { status: "ok", epoch } satisfies Api["Health"];
    },

    async getReadiness() {
      const missing = await served.missing();
      if (missing !== null) throw new ReactorError("not-ready", missing, true);
      if (store.breaker.trippedAt !== null) {
        const held = reconciler.held();
        throw new ReactorError(
          "breaker-open",
          `too many deployments were deleted at once; held since ${new Date(store.breaker.trippedAt).toISOString()}: ${held.length} (${held.slice(0, 20).join(", ")}). ` +
            "Look whether they should go, then release them, all or by their ids: dinfra reactor release [id…]",
          true,
        );
      }
      return { status: "ok", epoch } satisfies Api["Health"];
    },

    async getMetrics(_request, reply) {
      return reply.type("text/plain; version=0.0.4").send(await served.metrics.registry.metrics());
    },
  };
}

function previewOf(epoch: string, { digest, steps }: Plan, guarded: readonly GuardedStep[]): Api["Preview"] {
  return {
    epoch,
    possible: true,
    digest,
    steps: steps.slice(0, 10_000).map(({ op, urn, keys }) => ({
      urn: urn.slice(0, 1_024),
      operation: op.slice(0, 32),
      ...(keys.length > 0 && { changes: keys.slice(0, 200).map((key) => key.slice(0, 256)) }),
    })),
    ...(guarded.length > 0 && { needsApproval: { digest, steps: guarded.slice(0, 64) } }),
  };
}
