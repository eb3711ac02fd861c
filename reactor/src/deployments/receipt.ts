import { descriptorHash } from "@dinfra/schemas";
import type { DeploymentRecord, Instant, Receipt } from "./record.js";

/** What goes on chain: the digest of a statement that the observer found nothing of this deployment at `checkedAt`. */
export function receiptFor(record: DeploymentRecord, platform: string, removed: number, checkedAt: Instant): Receipt {
  const body: Receipt["body"] = {
    version: 1,
    deployment: record.id,
    owner: { instance: record.owner.instance, provider: record.owner.provider },
    platform,
    empty: true,
    removed,
    checkedAt: new Date(checkedAt).toISOString(),
  };
  return { digest: descriptorHash(body).digest, body };
}
