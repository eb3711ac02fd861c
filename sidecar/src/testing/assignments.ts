import type { AssignmentView } from "@dinfra/chain/client";

/** An assignment with what a test is about, and nothing else that anybody reads. */
export function assignmentOf(id: string, what: Partial<AssignmentView>): AssignmentView {
  const [subscription, attempt] = id.split(".");
  return { subscription: BigInt(subscription!), attempt: Number(attempt), ...what } as AssignmentView;
}
