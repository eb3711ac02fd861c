import type { Api, DeploymentRecord, Instant } from "./record.js";

export type Phase = Api["Phase"];

/** The phase is no stored thing: it follows from the record, so the two can never disagree. */
export function phaseOf(record: DeploymentRecord): Phase {
  if (record.wanted === "absent") return record.receipt === null ? "TearingDown" : "TornDown";
  if (record.good !== null) return record.ill === null ? "Deployed" : "Degraded";
  if (failedForGood(record)) return "Failed";
  return record.intent === null && record.tries === 0 ? "Pending" : "Deploying";
}

/** The wanted generation failed in a way that trying again cannot help. */
export function failedForGood(record: DeploymentRecord): boolean {
  return (
    record.failure !== null && record.failure.permanent && record.failure.generation === record.desired?.generation
  );
}

export function conditionsOf(record: DeploymentRecord): Api["Condition"][] {
  const phase = phaseOf(record);
  const conditions: Api["Condition"][] = [
    {
      type: "Ready",
      status: phase === "Deployed",
      reason: phase,
      message: phase === "Deployed" ? `generation ${record.good!.generation} runs` : `the phase is ${phase}`,
      since: iso(
        phase === "Deployed" ? (record.observedAt ?? record.acceptedAt) : (record.ill?.since ?? record.acceptedAt),
      ),
    },
  ];
  const { ill, failure } = record;
  if (ill !== null && phase === "Degraded") {
    conditions.push({ type: "Degraded", status: true, reason: ill.code, message: ill.message, since: iso(ill.since) });
  }
  const { awaiting, mode, drift } = record;
  if (awaiting !== undefined && record.wanted === "present") {
    const steps = awaiting.steps.map(({ operation, urn }) => `${operation} ${urn.split("::").pop()}`).join(", ");
    conditions.push({
      ...{ type: "AwaitingApproval", status: true, reason: "approval.needed", since: iso(awaiting.since) },
      message: `generation ${awaiting.generation} would ${steps}; the plan is ${awaiting.digest}`.slice(0, 2_000),
    });
  }
  if (mode !== undefined)
    conditions.push({
      ...{ type: "Paused", status: true, reason: `mode.${mode}`, since: iso(record.acceptedAt) },
      message: mode === "paused" ? "an operator stopped all work on it" : "an operator lets it be looked at only",
    });
  if (drift !== undefined)
    conditions.push({
      ...{ type: "Drifted", status: true, reason: "drift", since: iso(drift.since) },
      message: `not as it was made: ${drift.steps.join(", ")}`.slice(0, 2_000),
    });
  if (failure !== null && phase !== "TornDown") {
    if (failedForGood(record) && record.good !== null) conditions.push(failureCondition("UpdateFailed", failure));
    else if (!failure.permanent) conditions.push(failureCondition("Retrying", failure));
  }
  return conditions;
}

function failureCondition(
  type: "UpdateFailed" | "Retrying",
  failure: NonNullable<DeploymentRecord["failure"]>,
): Api["Condition"] {
  return { type, status: true, reason: failure.code, message: failure.message, since: iso(failure.at) };
}

/** The record as the Chain Reactor API shows it. */
export function toApi(record: DeploymentRecord, epoch: string): Api["Deployment"] {
  const { desired, good, failure, receipt } = record;
  return {
    id: record.id,
    epoch,
    phase: phaseOf(record),
    generation: desired?.generation ?? 0,
    observedGeneration: good?.generation ?? 0,
    ...(desired !== null && { cid: desired.cid, descriptorType: { id: desired.typeId } }),
    conditions: conditionsOf(record),
    ...(failure !== null &&
      failure.generation > 0 && {
        failure: {
          code: failure.code,
          permanent: failure.permanent,
          message: failure.message,
          generation: failure.generation,
          at: iso(failure.at),
        },
      }),
    endpoints: record.endpoints,
    ...(record.awaiting !== undefined && {
      awaiting: { digest: record.awaiting.digest, steps: record.awaiting.steps.slice(0, 64) },
    }),
    ...(record.mode !== undefined && { mode: record.mode }),
    timings: {
      acceptedAt: iso(record.acceptedAt),
      ...optionalInstant("deployStartedAt", record.deployStartedAt),
      ...optionalInstant("deployedAt", record.deployedAt),
      ...optionalInstant("observedAt", record.observedAt),
      ...optionalInstant("teardownStartedAt", record.teardownStartedAt),
      ...optionalInstant("tornDownAt", record.tornDownAt),
    },
    ...(receipt !== null && { receipt }),
  };
}

/** The record with what is known of its end: for who asks of one deployment. Older sidecars take no list that has it. */
export function toApiWithEnd(record: DeploymentRecord, epoch: string): Api["Deployment"] {
  return { ...toApi(record, epoch), ...endOf(record) };
}

function endOf({ end, tornDownAt }: DeploymentRecord): { end?: Api["End"] } {
  if (end === undefined) return {};
  return { end: { ...end, at: iso(end.at), ...optionalInstant("tornDownAt", tornDownAt) } };
}

/** What it gives, or gave last, and its end. @param keptUntil where it is forgotten already */
export function outputsOf(record: DeploymentRecord, epoch: string, keptUntil?: Instant): Api["Outputs"] {
  const { id, good, endpoints, lastEndpoints = [], observedAt } = record;
  return {
    epoch,
    id,
    generation: good?.generation ?? 0,
    endpoints: endpoints.length > 0 ? endpoints : lastEndpoints,
    ...optionalInstant("observedAt", observedAt),
    ...endOf(record),
    ...optionalInstant("keptUntil", keptUntil),
  };
}

const iso = (instant: Instant): string => new Date(instant).toISOString();
const optionalInstant = (name: string, instant: Instant | undefined): Record<string, string> =>
  instant === undefined ? {} : { [name]: iso(instant) };
