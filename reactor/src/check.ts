import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { connect, type ChainIdentity } from "@dinfra/chain/client";
import { checkDigest, engineNeedsOf, isolationOf, observerOf } from "@dinfra/stacks";
import { endpointsOf, type ReactorConfig } from "./config.js";
import { checkCredentials, checkDataDir, checkTraces } from "./check-settings.js";
import { checkCertificate, checkCertificateChain, checkClients } from "./check-tls.js";
import { dataFolder } from "@dinfra/service/data-folder";
import { requireExec } from "./exec.js";
import { locateOneShot } from "./engine/index.js";
import { findEngine } from "./find-engine.js";
import { reasonOf, ReactorError } from "@dinfra/service/failure";
import { keepSecret } from "@dinfra/service/secrets";
import { maskedUrl, secretsInSettings } from "@dinfra/service/settings/mask";
import { schemaOf } from "@dinfra/service/settings/schema";
import { loopback, requireFreePort } from "@dinfra/service/listen";
import { readProfile } from "./read-profile.js";
import { CursorStore } from "@dinfra/sidecar/cursor";
import { keyOf } from "@dinfra/sidecar/key-file";

export interface Finding {
  /** What was looked at. */
  name: string;
  ok: boolean;
  /** What was found; where it is not ok, what to do. */
  detail: string;
}

/** Without the one-shot engine updates take twice as long, which is no fault. */
function runnerOf({ runner = "one-shot" }: ReactorConfig): string {
  if (runner !== "one-shot")
    return runner === "plain" ? "the Pulumi SDK (runner: plain)" : "the Pulumi CLI (runner: one-process)";
  return (
    locateOneShot() ?? "the Pulumi CLI: the one-shot engine is not built, which `npm run setup` does where there is Go"
  );
}

/** Looks at everything that a reactor needs, without starting it and without changing anything. Never throws. */
export async function checkReactor(config: ReactorConfig, env: NodeJS.ProcessEnv = process.env): Promise<Finding[]> {
  keepSecret(...secretsInSettings(schemaOf("reactor"), config));
  const findings: Finding[] = [];
  const look = async <T>(name: string, act: () => Promise<{ detail: string; value: T }>): Promise<T | undefined> => {
    try {
      const { detail, value } = await act();
      findings.push({ name, ok: true, detail });
      return value;
    } catch (error) {
      findings.push({ name, ok: false, detail: reasonOf(error).message });
      return undefined;
    }
  };

  await look("engine", async () => {
    const root = await findEngine(config.engineRoot);
    accessSync(join(root, "bin", "pulumi"), constants.X_OK);
    return { detail: join(root, "bin", "pulumi"), value: root };
  });
  await look("what makes updates", async () => ({ detail: runnerOf(config), value: null }));
  await look("data directory's place", async () => ({ detail: checkDataDir(config), value: null }));
  await look("credentials", async () => ({ detail: checkCredentials(config, env), value: null }));
  const { traces, tls } = config;
  if (tls !== undefined) {
    await look("certificate", async () => ({ detail: checkCertificate(tls), value: null }));
    await look("certificate's chain", async () => ({ detail: checkCertificateChain(tls), value: null }));
    await look("clients' certificates", async () => ({ detail: checkClients(tls), value: null }));
  }
  if (traces !== undefined) await look("traces", async () => ({ detail: await checkTraces(traces), value: null }));
  if (existsSync(config.dataDir)) {
    await look("data directory's file system", async () => {
      requireExec(config.dataDir);
      return { detail: `programs may be started from ${config.dataDir}`, value: null };
    });
  }
  const profile = await look("profile", async () => {
    const value = readProfile(config);
    return { detail: `platform ${value.platform}, ${value.catalogue.length} catalogue entries`, value };
  });
  if (profile !== undefined) {
    await look("platform", async () => {
      await observerOf(profile).list("check");
      return { detail: `${profile.platform} answers`, value: null };
    });
    await look("what the platform needs of the engine", async () => {
      const { plugins } = engineNeedsOf(profile);
      const names = plugins.map(({ name, version }) => `${name} ${version}`).join(", ");
      return { detail: names || "nothing but npm packages", value: null };
    });
    const keys = [config.key, config.urgentKey, config.nextKey].flatMap((key) =>
      key && "file" in key ? [key.file] : [],
    );
    const isolation = await isolationOf(profile, [config.dataDir, ...keys]);
    if (isolation !== undefined) findings.push({ name: "isolation", ...isolation });
    for (const entry of profile.catalogue) {
      await look(`catalogue entry ${entry.name} ${entry.version}`, async () => {
        await checkDigest(entry);
        return { detail: entry.digest, value: null };
      });
    }
  }
  await look("descriptor store", async () => {
    if (!existsSync(config.store)) {
      throw new ReactorError(
        "store.missing",
        `${config.store} is not there: make the folder, or give the one that consumers publish to`,
      );
    }
    accessSync(config.store, constants.R_OK);
    return { detail: config.store, value: null };
  });
  const signers: { name: string; address: string }[] = [];
  for (const [name, key] of [
    ["operator key", config.key],
    ["urgent operator key", config.urgentKey],
    ["next operator key", config.nextKey],
  ] as const) {
    if (key === undefined) continue;
    const signer = await look(name, async () => {
      const value = await keyOf(key);
      return { detail: value.address, value };
    });
    if (signer !== undefined) signers.push({ name, address: signer.address });
  }
  // Port 0, the default, takes a free one, so there is nothing to look at.
  for (const [name, port, address] of [
    ["API port", config.port ?? 0, config.address ?? loopback],
    ["sidecar port", config.sidecarPort ?? 0, loopback],
  ] as const) {
    if (port === 0) continue;
    await look(name, async () => {
      await requireFreePort(port, address);
      return { detail: `port ${port} of ${address} is free`, value: null };
    });
  }
  await checkChain(config, signers, look);
  return findings;
}

async function checkChain(
  config: ReactorConfig,
  signers: readonly { name: string; address: string }[],
  look: <T>(name: string, act: () => Promise<{ detail: string; value: T }>) => Promise<T | undefined>,
): Promise<void> {
  const chain = await look("chain endpoint", async () => {
    const value = await connect(endpointsOf(config)[0]!, {
      connectTimeout: 10_000,
      requestTimeout: (config.answerSeconds ?? 15) * 1_000,
    });
    const head = await value.finalized();
    return { detail: `finalized block ${head.number} ${head.hash}`, value };
  });
  if (chain === undefined) return;
  try {
    await checkOtherEndpoints(config, await chain.identity(), look);
    await look("data directory", async () => {
      const { sidecarStore } = dataFolder(config.dataDir);
      const identity = await chain.identity();
      if (!existsSync(sidecarStore))
        return { detail: `new, will belong to instance ${identity.instance}`, value: null };
      const store = CursorStore.open(sidecarStore);
      try {
        if (store.follows !== null) store.bind({ ...identity, provider: config.provider });
      } finally {
        store.close();
      }
      return { detail: `belongs to instance ${identity.instance}`, value: null };
    });
    await look("provider", async () => {
      const provider = await (await chain.latest()).provider(config.provider);
      if (provider === null)
        throw new ReactorError(
          "chain.provider-unknown",
          `${config.provider} is no provider: run dinfra provider register`,
        );
      return { detail: `${provider.units} units, ${provider.assignments} assignments`, value: null };
    });
    for (const { name, address } of signers) {
      await look(name === "operator key" ? "operator" : `${name} on the chain`, async () => {
        const view = await chain.latest();
        const actsFor = await view.providerOf(address);
        if (actsFor !== config.provider) {
          throw new ReactorError(
            "chain.not-operator",
            `${address} acts for ${actsFor ?? "no provider"}, expected ${config.provider}: add it as an operator, or give another key`,
          );
        }
        const { free } = await view.account(address);
        if (free === 0n)
          throw new ReactorError("chain.no-funds", `${address} has nothing to pay fees with: send it funds`);
        return { detail: `${address} acts for ${config.provider}, and has ${free} of the smallest unit`, value: null };
      });
    }
  } finally {
    await chain.close();
  }
}

/** One endpoint alone is believed when it says that something has ended; so that is said. */
async function checkOtherEndpoints(
  config: ReactorConfig,
  expect: ChainIdentity,
  look: <T>(name: string, act: () => Promise<{ detail: string; value: T }>) => Promise<T | undefined>,
): Promise<void> {
  const [, ...others] = endpointsOf(config);
  if (others.length === 0) {
    await look("other chain endpoints", async () => ({
      detail:
        "warning: none. What the one endpoint says has ended is destroyed, up to what the breaker allows: " +
        "add an endpoint of another operator to endpoints",
      value: null,
    }));
  }
  for (const other of others) {
    await look(`chain endpoint ${maskedUrl(other)}`, async () => {
      const chain = await connect(other, { connectTimeout: 10_000, expect });
      try {
        const head = await chain.finalized();
        return { detail: `finalized block ${head.number} ${head.hash}, the same chain`, value: null };
      } finally {
        await chain.close();
      }
    });
  }
}
