import { known, timestamp, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { Job } from "./model.js";

export const jobCommands: Commands = {
  queryAsyncJobResult: ({ cloud, params }) => render(params.entity("jobid", cloud.jobs.table)),
  listAsyncJobs: ({ cloud, caller, params }) =>
    page(
      "asyncjobs",
      cloud.jobs.table.where((job) => job.caller.account === caller.account && job.status === 0).map(render),
      params,
    ),
};

function render(job: Job): object {
  const { account } = job.caller;
  const failed = job.status === 2 ? (job.result as { errorcode: number }).errorcode : 0;
  return known({
    accountid: account.id,
    account: account.name,
    domainid: account.domain.id,
    domainpath: account.domain.path,
    userid: job.caller.userId,
    cmd: `org.apache.cloudstack.api.command.${job.command}Cmd`,
    jobprocstatus: 0,
    jobresultcode: failed,
    jobresulttype: job.result ? "object" : undefined,
    jobresult: job.result,
    jobinstancetype: job.instanceType,
    jobinstanceid: job.instanceId,
    created: timestamp(job.created),
    completed: job.completed && timestamp(job.completed),
    jobid: job.id,
    jobstatus: job.status,
  });
}
