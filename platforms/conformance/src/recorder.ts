/*
 * Takes the place of the plugin dinfra-node: a machine of a run is made and not logged in to. What would be brought to it
 * is recorded in the state, where the suite reads it. That an agent does what it says is tried on booted machines elsewhere.
 */
import { isDeepStrictEqual } from "node:util";
import { main, type Provider } from "@pulumi/pulumi/provider";
import { version } from "@dinfra/node/dist/version.js";

interface Release {
  document: { name: string };
}

const recorded = (inputs: Release) => ({ ...inputs, hostKey: "", digest: "", agentVersion: "", fixed: {}, disks: {} });

const recorder: Provider = {
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

void main(recorder, process.argv.slice(2));
