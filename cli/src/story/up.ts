import { dinfra, type Service } from "./child.js";
import type { Stage } from "./stage.js";
import type { SubmissionAnswer } from "./answers.js";

export const TYPE = "substrate-node/v1";

/** A machine that is tried out has no better isolation for sure: the profile accepts this one by name. */
export const SHARED_USER = "workloads share your user here (isolation shared-user, which this profile accepts by name)";

export interface ChainUp {
  readonly service: Service;
  readonly endpoint: string;
  readonly instance: string;
}

/** The embedded chain, as a command that stays. */
export async function chainUp(stage: Stage, port: number, blockTime: number): Promise<ChainUp> {
  const service = stage.service(["chain", "dev", "--port", String(port), "--block-time", String(blockTime)]);
  const { document } = await service.until<{ ready: boolean; endpoint: string; instance: string }>(
    "the development chain",
    (line) => line.ready,
    60_000,
  );
  stage.learned["DINFRA_ENDPOINT"] = document.endpoint;
  return { service, endpoint: document.endpoint, instance: document.instance };
}

/** //Bob offers, and //Charlie is the key on the reactor's machine that acts for him. */
export async function providerUp(stage: Stage, price: string, capacity: number): Promise<void> {
  const around = stage.around;
  const [registered] = await Promise.all([
    dinfra<SubmissionAnswer>(around, "provider", "register", "--units", String(capacity), "--as", "//Bob"),
    dinfra<SubmissionAnswer>(around, "provider", "type", "register", TYPE, "--as", "//Alice"),
  ]);
  void registered;
  await dinfra(around, "provider", "operator", "add", "//Charlie", "--as", "//Bob");
  await Promise.all([
    dinfra(around, "provider", "operator", "accept", "//Bob", "--as", "//Charlie"),
    dinfra(around, "provider", "offer", TYPE, "--price", price, "--capacity", String(capacity), "--as", "//Bob"),
  ]);
}

/** Reactor and sidecar, watched by one command that stays. */
export async function reactorUp(stage: Stage, port: number): Promise<{ service: Service; url: string }> {
  const service = stage.service(["reactor", "run", "--provider", "//Bob", "--as", "//Charlie", "--port", String(port)]);
  const { document } = await service.until<{ ready: boolean; api: string }>(
    "the reactor",
    (line) => line.ready,
    90_000,
  );
  stage.learned["DINFRA_REACTOR"] = document.api;
  return { service, url: document.api };
}
