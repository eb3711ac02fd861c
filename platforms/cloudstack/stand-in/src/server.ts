import { createServer, type IncomingMessage, type Server } from "node:http";
import { addressCommands } from "./addresses/commands.js";
import { firewallCommands } from "./addresses/firewall-commands.js";
import { ApiError, unverified } from "./api-error.js";
import { autoscaleCommands } from "./autoscale/commands.js";
import { balancerCommands } from "./balancers/commands.js";
import { catalogueCommands } from "./catalogue/commands.js";
import type { Cloud } from "./cloud.js";
import { groupCommands } from "./groups/commands.js";
import { jobCommands } from "./jobs/commands.js";
import { keyCommands } from "./keys/commands.js";
import { machineCommands } from "./machines/commands.js";
import { aclCommands } from "./networks/acl-commands.js";
import { networkCommands } from "./networks/commands.js";
import { tagCommands } from "./tags/commands.js";
import { tenancyCommands } from "./tenancy/commands.js";
import type { Caller } from "./tenancy/model.js";
import { volumeCommands } from "./volumes/commands.js";
import type { Commands } from "./wire/command.js";
import { Params } from "./wire/params.js";
import { sameSignature, sign } from "./wire/signature.js";

const commands: Commands = {
  ...jobCommands,
  ...tenancyCommands,
  ...catalogueCommands,
  ...tagCommands,
  ...keyCommands,
  ...networkCommands,
  ...aclCommands,
  ...addressCommands,
  ...firewallCommands,
  ...balancerCommands,
  ...autoscaleCommands,
  ...groupCommands,
  ...machineCommands,
  ...volumeCommands,
};

/** Every command that there is, by its documented name. */
export const commandNames: readonly string[] = Object.keys(commands);

const handlers = new Map(Object.entries(commands).map(([name, handler]) => [name.toLowerCase(), handler]));

/** Names of answers that are not that of their command. */
const envelopes: Readonly<Record<string, string>> = {
  listcounters: "counterresponse",
  createcondition: "conditionresponse",
  createautoscalepolicy: "autoscalepolicyresponse",
  createautoscalevmprofile: "autoscalevmprofileresponse",
  createautoscalevmgroup: "autoscalevmgroupresponse",
  enableautoscalevmgroup: "enableautoscalevmGroupresponse",
  disableautoscalevmgroup: "disableautoscalevmGroupresponse",
};

export function serve(cloud: Cloud, onRequest: (command: string) => void): Server {
  const recent = new Map<string, number[]>();
  return createServer((request, response) => {
    void answer(cloud, request, recent, onRequest).then(({ status, body }) => {
      const headers: Record<string, string> = { "Content-Type": "application/json;charset=utf-8" };
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
  });
}

async function answer(
  cloud: Cloud,
  request: IncomingMessage,
  recent: Map<string, number[]>,
  onRequest: (command: string) => void,
): Promise<{ status: number; body: object }> {
  const pairs = await readPairs(request);
  const name = pairs.find(([key]) => key.toLowerCase() === "command")?.[1] ?? "";
  const params = new Params(name, pairs);
  const handler = handlers.get(name.toLowerCase());
  // An unknown command has no name to answer under.
  const envelope = handler ? (envelopes[name.toLowerCase()] ?? `${name.toLowerCase()}response`) : "errorresponse";
  try {
    const caller = verify(cloud, params, pairs);
    if (!handler) throw unverified();
    refuseTooMany(cloud, caller, recent);
    onRequest(name);
    return { status: 200, body: { [envelope]: handler({ cloud, caller, params, pairs }) } };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { errorcode, cserrorcode, errortext } = error;
    const fields = { uuidList: [], errorcode, ...(cserrorcode === null ? {} : { cserrorcode }), errortext };
    return { status: errorcode, body: { [envelope]: fields } };
  }
}

/** Query and form together, in the order in which they came. */
async function readPairs(request: IncomingMessage): Promise<[string, string][]> {
  const query = new URL(request.url ?? "/", "http://cloud").searchParams;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  return [...query, ...form];
}

function verify(cloud: Cloud, params: Params, pairs: [string, string][]): Caller {
  const caller = cloud.callers.find((c) => c.apiKey === params.optional("apikey"));
  const given = params.optional("signature");
  if (!caller || !given || !sameSignature(given, sign(pairs, caller.secret))) throw unverified();
  const expires = params.optional("expires");
  if (params.optional("signatureversion") === "3" && (!expires || Date.parse(expires) < cloud.now().getTime()))
    throw unverified();
  return caller;
}

/** Too many requests within a second. */
function refuseTooMany(cloud: Cloud, caller: Caller, recent: Map<string, number[]>): void {
  const limit = cloud.settings.rateLimit;
  if (limit === undefined) return;
  const now = cloud.now().getTime();
  const within = (recent.get(caller.apiKey) ?? []).filter((at) => now - at < 1000);
  recent.set(caller.apiKey, [...within, now]);
  if (within.length >= limit)
    throw new ApiError(429, "The given user has reached his/her account api limit, please retry after 1000 ms.");
}
