import type { Included } from "@dinfra/chain";

/** A call that was refused within a proxy's or a multisig's is refused, though the extrinsic is not. @throws ExtrinsicFailed */
export async function refuseInner(included: Included): Promise<void> {
  const failed = included.inner.find((each) => each.failed !== null)?.failed;
  if (!failed) return;
  const { ExtrinsicFailed } = await import("@dinfra/chain");
  throw new ExtrinsicFailed(failed.code, failed.message, included, included.events);
}
