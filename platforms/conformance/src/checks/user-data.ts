import { gunzipSync } from "node:zlib";
import { componentOf, requestedUserData } from "../facts.js";
import type { Life } from "../life.js";
import type { Check } from "../promises.js";
import { componentIn } from "../state.js";

/** User data of one machine: what was sent, and what was asked for. */
export interface Sent {
  of: string;
  bytes: Buffer;
  request: string;
}

/** Undefined where the platform does not say. */
export function userDataOf(life: Life): Sent[] | undefined {
  const { tenant, moments } = life;
  const { evidence } = tenant.subject.definition;
  if (!evidence?.userData || !moments.made) return undefined;
  return evidence.userData(moments.made.resources).map(({ of, bytes }) => ({
    of,
    bytes,
    request: requestedUserData(life, of) ?? "\0 nothing was asked for under this name",
  }));
}

/** Compressed user data is a gzip file, as cloud-init takes it. */
export const decoded = (bytes: Buffer): string =>
  (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");

/** Neither the state, whose secrets are encrypted, nor user data has one. Each secret is looked for plain and in base64. */
export const secrets: Check = (life, component) => {
  const forms = life.secrets.flatMap((secret) => [secret, Buffer.from(secret).toString("base64").replace(/=+$/, "")]);
  const has = (text: string) => forms.some((form) => form !== "" && text.includes(form));
  const inState = Object.entries(life.moments).flatMap(([name, { state }]) =>
    (state.resources ?? [])
      .filter((raw) => componentIn(state, life.tenant.subject, raw.urn) === component && has(JSON.stringify(raw)))
      .map(({ urn }) => `${name}: a secret stands in the state of ${urn}`),
  );
  if (component === "Network") return { problems: inState };
  const sent = (userDataOf(life) ?? [])
    .filter(({ of, bytes }) => componentOf(life, of) === component && has(decoded(bytes)))
    .map(({ of }) => `a secret stands in the user data of ${of}`);
  return { problems: [...inState, ...sent] };
};

export const userDataFits: Check = (life, component) => {
  const limit = life.tenant.subject.definition.evidence?.userDataBytes;
  if (limit === undefined) return { notRun: "the platform's evidence does not say how much user data it takes" };
  const sent = userDataOf(life);
  if (!sent) return { notRun: "the platform's evidence does not say what user data was sent" };
  const own = sent.filter(({ of }) => componentOf(life, of) === component);
  const { balancers = [], machines = [] } = life.moments.made?.asked ?? {};
  const asked = [...balancers, ...machines].filter(({ made }) =>
    made.resources.some(({ name }) => componentOf(life, name) === component),
  );
  if (asked.length > 0 && !asked.some(({ made }) => "ssh" in made))
    return { notRun: "it has no machine of its own: the platform's balancer serves" };
  if (own.length === 0) return { problems: [`no machine of a ${component} has user data`] };
  return {
    problems: own
      .filter(({ bytes }) => bytes.length > limit)
      .map(({ of, bytes }) => `${of} was sent ${bytes.length} bytes, and the platform takes ${limit}`),
  };
};
