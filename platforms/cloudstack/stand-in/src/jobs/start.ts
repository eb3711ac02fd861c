import { known, type Call } from "../wire/command.js";

/**
 * Answers at once with the job's id, and with that of what it makes. `work` runs after the answer; an ApiError in it ends the job as
 * failed.
 */
export function asynchronously(
  call: Call,
  instance: { type: string; id?: string; creates?: boolean },
  work: () => Promise<object> | object,
): object {
  const jobid = call.cloud.jobs.start(call.caller, call.params.command, instance, work);
  return known({ id: instance.creates === false ? undefined : instance.id, jobid });
}
