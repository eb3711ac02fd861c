/*
 * Takes the place of the plugin dinfra-node: a machine of a run is made and not logged in to. What would be brought to it
 * is recorded in the state, where the suite reads it. That an agent does what it says is tried on booted machines elsewhere.
 * Machines that are reached with a key of the run's subjects are logged in to, by the real provider.
 */
import { isDeepStrictEqual } from "node:util";
import { plain, type Properties } from "@dinfra/host/dist/values.js";
import { main, type Provider } from "@pulumi/pulumi/provider";
import { version } from "@dinfra/node/dist/version.js";
import { loginVariable } from "./login-variable.js";

interface Release {
  document: { name: string };
}

const recorded = (inputs: Release) => ({ ...inputs, hostKey: "", digest: "", agentVersion: "", fixed: {}, disks: {} });

const recorder: Provider & Served = {
  version,
  check: (_urn, _olds, news: unknown) => Promise.resolve({ inputs: news as Release }),
  diff: (_id, _urn, olds: Release, news: Release) => {
    const keys = Object.keys(news) as (keyof Release)[];
    return Promise.resolve({ changes: keys.some((key) => !isDeepStrictEqual(olds[key], news[key])) });
  },
  create: (_urn, inputs: Release) => Promise.resolve({ id: inputs.document.name, outs: recorded(inputs) }),
  update: (_id, _urn, _olds, news: Release) => Promise.resolve({ outs: recorded(news) }),
  read: (id, _urn, props: unknown) => Promise.resolve({ id, props: props as Release }),
  delete: () => Promise.resolve(),
};

type Served = Required<Pick<Provider, "check" | "diff" | "create" | "update" | "read" | "delete">>;

/** The recorder, but for what is reached with one of these keys. */
async function loggingIn(keys: readonly unknown[]): Promise<Provider> {
  // It loads an SSH client, which a run that logs in nowhere has no need of.
  const { nodeProvider } = await import("@dinfra/node/dist/node-provider.js");
  const real = nodeProvider() as Required<Provider>;
  /** By what is known of it: where its machine is replaced, the engine asks before the new way in is known. */
  const by = (...known: unknown[]): Served => {
    const used = known.map((props) => (plain(props ?? {}) as { connection?: Properties }).connection?.privateKey);
    return keys.some((key) => used.some((one) => isDeepStrictEqual(one, key))) ? real : recorder;
  };
  return {
    version,
    check: (urn, olds, news) => by(news, olds).check(urn, olds, news),
    diff: (id, urn, olds, news) => by(news, olds).diff(id, urn, olds, news),
    create: (urn, inputs) => by(inputs).create(urn, inputs),
    update: (id, urn, olds, news) => by(news, olds).update(id, urn, olds, news),
    read: (id, urn, props) => by(props).read(id, urn, props),
    delete: (id, urn, props) => by(props).delete(id, urn, props),
    cancel: () => real.cancel(),
  };
}

async function serve(): Promise<void> {
  const keys = JSON.parse(process.env[loginVariable] ?? "[]") as unknown[];
  await main(keys.length === 0 ? recorder : await loggingIn(keys), process.argv.slice(2));
}

void serve();
