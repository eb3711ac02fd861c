import { setTimeout as delay } from "node:timers/promises";
import { CloudStackError, type Api, type Params } from "./client.js";

const interval = 500;

/** Asks for what CloudStack does in a job, and waits for its end. */
export async function runJob(api: Api, command: string, params: Params, wait = delay): Promise<void> {
  const { jobid } = (await api.call(command, params)) as { jobid?: string };
  if (jobid === undefined) throw new CloudStackError(command, 0, "no job");
  for (;;) {
    const job = (await api.call("queryAsyncJobResult", { jobid })) as {
      jobstatus?: number;
      jobresult?: { errorcode?: number; errortext?: string };
    };
    if (job.jobstatus === 1) return;
    if (job.jobstatus === 2) {
      const { errorcode = 0, errortext = "no text" } = job.jobresult ?? {};
      throw new CloudStackError(command, errorcode, errortext);
    }
    await wait(interval);
  }
}
