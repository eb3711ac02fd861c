import * as pulumi from "@pulumi/pulumi";
import { ComponentError, invalidArgument } from "../errors.js";
import type { LogsArgs, MachinesPlacementArgs } from "../placements/machines.js";
import { Exposure, type Port, type Probe, type Service, type Workload } from "../workload/workload.js";
import { agentProgram } from "./agent-program.js";
import { checkAuthorities } from "./authorities.js";

const LOGS = "logs";
const FILE = "logs.json";
const SECRET = "secret";
/** Where it says how it goes, to its own machine alone. */
const port: Port = { name: LOGS, number: 8003, protocol: "tcp", exposure: Exposure.Machine, service: LOGS };

const paths = { loki: "/loki/api/v1/push", otlp: "/v1/logs" } as const;
const label = /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/;
/** What every entry says of its machine by itself. */
const ownLabels = ["job", "node", "host", "unit", "level"];
/** A tenant is the value of a header, and a user the first half of one. */
const headerWord = /^[\x21-\x7e]{1,128}$/;

/**
 * Refuses what of the logs of a placement's machines cannot work, as far as it is known before anything is made.
 * @throws ComponentError `InvalidArgument`
 */
export function checkLogs({ logs, artifacts }: MachinesPlacementArgs): void {
  if (!logs) return;
  const { loki, otlp, token, basic, certificateAuthority, labels = {} } = logs;
  if (!artifacts)
    throw refused(
      "artifacts",
      "where machines fetch the agent, which sends their logs (placement.machines.logs)",
      "none",
    );
  if ((loki === undefined) === (otlp === undefined))
    throw refused("logs", "one of loki and otlp", loki ? "both" : "neither");
  if (token && basic) throw refused("logs", "token or basic", "both");
  if (loki?.tenant !== undefined && !headerWord.test(loki.tenant))
    throw refused("logs.loki.tenant", "1 to 128 characters without a space", loki.tenant);
  if (basic && (!headerWord.test(basic.user) || basic.user.includes(":")))
    throw refused("logs.basic.user", "1 to 128 characters without a space or a colon", basic.user);
  if (certificateAuthority !== undefined)
    checkAuthorities("placement.machines.logs.certificateAuthority", certificateAuthority);
  for (const [name, value] of Object.entries(labels)) {
    if (!label.test(name) || ownLabels.includes(name))
      throw refused("logs.labels", `names of letters, digits and _ that are not ${ownLabels.join(", ")}`, name);
    if (value === "" || value.length > 256)
      throw refused(`logs.labels.${name}`, "a text of 1 to 256 characters", `one of ${value.length}`);
  }
  const url = urlGiven(logs);
  if (typeof url === "string") receiverOf(logs, url);
}

/** A service beside what runs on a machine, which sends the machine's logs; nothing more where the placement names no receiver. */
export function withLogs(
  workload: pulumi.Output<Workload>,
  { logs, artifacts }: MachinesPlacementArgs,
): pulumi.Output<Workload> {
  if (!logs || !artifacts) return workload;
  return pulumi.all([workload, urlGiven(logs)]).apply(([w, url]) => ({
    ...w,
    services: [...w.services, logsService(w.name, logs, receiverOf(logs, url), agentProgram(artifacts))],
    ports: [...w.ports, port],
  }));
}

/** Nobody brings a secret to a machine of a group. */
export function refuseLogsWithSecret({ logs }: MachinesPlacementArgs): void {
  const at = logs?.token ? "token" : "basic";
  if (!logs?.[at]) return;
  throw new ComponentError(
    "NotRenderable",
    `placement.machines.logs.${at}: expected no secret for machines of a group, because nobody seals one to them; ` +
      "give the group a placement whose receiver of logs takes those of its network without one",
  );
}

const urlGiven = ({ loki, otlp }: LogsArgs): pulumi.Input<string> => (loki ?? (otlp as { url: string })).url;

/** The receiver's URL with its path. A secret goes through TLS only. */
function receiverOf(logs: LogsArgs, text: string): string {
  const kind = logs.loki ? "loki" : "otlp";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash)
    throw refused(
      `logs.${kind}.url`,
      "an https:// URL without a user; give token or basic",
      text.replace(/\/\/[^/@]*@/, "//…@"),
    );
  if (url.protocol === "http:" && (logs.token ?? logs.basic))
    throw refused(`logs.${kind}.url`, "https:// where a secret is sent", text);
  if (url.protocol === "http:" && logs.certificateAuthority !== undefined)
    throw refused(`logs.${kind}.url`, "https:// where a certificateAuthority is named", text);
  if (url.pathname === "/") url.pathname = paths[kind];
  return url.href;
}

const refused = (argument: string, expected: string, found: unknown) =>
  invalidArgument(`placement.machines.${argument}`, expected, found);

function logsService(node: string, logs: LogsArgs, url: string, program: Service["program"]): Service {
  const { loki, token, basic, certificateAuthority, labels = {}, wholeJournal = false } = logs;
  const source = token ?? basic?.password;
  const config = {
    ...{ version: 1, listen: `127.0.0.1:${port.number}`, node },
    ...(loki ? { loki: { url, ...(loki.tenant === undefined ? {} : { tenant: loki.tenant }) } } : { otlp: { url } }),
    ...{ labels, wholeJournal },
    ...(basic ? { user: basic.user } : {}),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  };
  const ask = (path: string, periodSeconds: number, failureThreshold: number): Probe => ({
    ...{ kind: "http", port: LOGS, path, periodSeconds, timeoutSeconds: 5, failureThreshold },
  });
  return {
    name: LOGS,
    program,
    args: [
      ...[LOGS, "--config", [{ ref: "file", file: FILE } as const]],
      ...(source ? ["--secret", [{ ref: "secret", secret: SECRET } as const]] : []),
    ],
    files: [{ name: FILE, content: `${JSON.stringify(config, undefined, 2)}\n`, mode: "0644" }],
    secrets: source ? [{ name: SECRET, source }] : [],
    volumes: [],
    auxiliary: true,
    state: true,
    journal: true,
    stop: { signal: "SIGTERM", graceSeconds: 30 },
    probes: { started: ask("/live", 2, 30), ready: ask("/ready", 10, 6), alive: ask("/live", 30, 6) },
    resources: { cpu: 200, memory: 128 },
    // A machine that runs already becomes no larger for it, for which a cloud would stop it.
    uncounted: true,
  };
}
