import { releaseSchemaV1, type ReleaseDocument } from "@dinfra/schemas";
import {
  checkInputs,
  listOf,
  number,
  shaped,
  text,
  type Failure,
  type Rule,
  type Shape,
} from "@dinfra/host/dist/checks/check.js";
import { holdsUnknown, plain, type Properties } from "@dinfra/host/dist/values.js";
import type { CheckResult } from "@pulumi/pulumi/provider";
import type { SecretInput } from "./secrets.js";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";

export const waitFors = ["booted", "restored", "started", "ready"] as const;

const word = text("a name or address", (value) => /^[A-Za-z0-9:._%-]+$/.test(value));
const user = text("a user's name", (value) => /^[a-z_][a-z0-9_-]*$/.test(value));
const port = number("a port from 1 to 65535", 1, 65535);
const hostKey = text("a host key as in known_hosts: a type and base64", (v) =>
  /^[a-z0-9@.-]+ [A-Za-z0-9+/]+=*$/.test(v),
);

const keyShape = shaped({
  env: { rule: text("the name of an environment variable", (v) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(v)), optional: true },
  file: { rule: text("a path", (v) => v.length > 0), optional: true },
});

const key: Rule = (value, path) => {
  const failures = keyShape(value, path);
  if (failures.length > 0) return failures;
  const given = Object.values(value as Properties).filter((one) => one !== undefined && one !== null);
  return given.length === 1 ? [] : [{ property: path, reason: "expected either env or file, found both or neither" }];
};

export const oneOf =
  (values: readonly string[]): Rule =>
  (value, path) =>
    values.includes(value as string)
      ? []
      : [{ property: path, reason: `expected one of ${values.join(", ")}, found ${JSON.stringify(value)}` }];

const flag: Rule = (value, path) =>
  typeof value === "boolean" ? [] : [{ property: path, reason: "expected true or false, found another value" }];

const place: Shape = {
  host: { rule: word },
  port: { rule: port, optional: true },
  user: { rule: user, optional: true },
  privateKey: { rule: key },
  hostKey: { rule: hostKey, optional: true },
};

const validate = new Ajv2020({ allErrors: false, strict: false }).compile(releaseSchemaV1);

/** The document by its schema. What the agent checks beyond, it refuses before it changes anything. */
const document: Rule = (value, path) => {
  if (holdsUnknown(value) || validate(value)) return [];
  const [error] = validate.errors as ErrorObject[];
  const at = error!.instancePath.replaceAll("/", ".");
  const extra = (error!.params as { additionalProperty?: string }).additionalProperty;
  return [{ property: `${path}${at}`, reason: `${error!.message}${extra ? `, found ${extra}` : ""}` }];
};

export const connection: Rule = shaped({
  ...place,
  via: { rule: shaped({ ...place, privateKey: { rule: key, optional: true } }), optional: true },
});

const shape: Shape = {
  document: { rule: document },
  connection: { rule: connection },
  machine: { rule: text("the id of the machine", (v) => v.length > 0) },
  waitFor: { rule: oneOf(waitFors), optional: true, fallback: "booted" },
  timeoutSeconds: { rule: number("seconds from 1 to 604800", 1, 604_800), optional: true, fallback: 900 },
  secrets: {
    rule: listOf(
      shaped({
        service: { rule: text("the name of a service", (v) => v.length > 0) },
        name: {
          rule: text("letters, digits and . _ -, at most 128", (v) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(v)),
        },
        source: { rule: key },
      }),
    ),
    optional: true,
  },
  exclusive: { rule: flag, optional: true },
};

/** A secret is of a service that there is, and no other of that service has its name. */
function checkSecrets(news: Properties): Failure[] {
  const { document, secrets } = news as { document?: ReleaseDocument; secrets?: SecretInput[] };
  if (!document?.services || !secrets || holdsUnknown(secrets) || holdsUnknown(document)) return [];
  return secrets.flatMap(({ service: wanted, name }, i) => {
    const service = document.services.find((one) => one.name === wanted);
    if (!service) {
      const known = document.services.map((one) => one.name).join(", ");
      return [{ property: `secrets[${i}].service`, reason: `expected one of ${known}, found ${wanted}` }];
    }
    const names = [...(service.secrets ?? []), ...secrets.slice(0, i).filter((one) => one.service === wanted)];
    if (!names.some((one) => one.name === name)) return [];
    return [{ property: `secrets[${i}].name`, reason: `expected a name of its own in ${wanted}, found ${name} again` }];
  });
}

export function checkRelease(news: Properties): CheckResult {
  const checked: { inputs: Properties; failures: Failure[] } = checkInputs(news, plain(news) as Properties, shape);
  if (checked.failures.length > 0) return checked;
  return { ...checked, failures: checkSecrets(plain(news) as Properties) };
}
