import type { FastifyInstance } from "fastify";
import { openedBy } from "./access.js";
import type { DeploymentStore } from "../deployments/store.js";

/** `GET /backup`: the store as it is at one moment, for who may operate. It is this reactor's own, and no part of the API. */
export function addStoreCopy(server: FastifyInstance, store: Pick<DeploymentStore, "copy">): void {
  server.get("/backup", { config: { opens: openedBy("operate") } }, async (_request, reply) =>
    reply.type("application/vnd.sqlite3").send(await store.copy()),
  );
}
