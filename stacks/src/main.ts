// Entry of the root Pulumi.yaml: what the reactor deploys for a subscription, for an engineer who runs `pulumi up`.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseJson } from "@dinfra/schemas";
import * as pulumi from "@pulumi/pulumi";
import { ownerOfStack } from "@dinfra/components";
import { defaultProfile } from "./default-profile.js";
import { loadProfile, type Profile } from "./profile.js";
import type { StackOutputs } from "./program.js";
import { findProgram } from "./programs.js";

/**
 * Stack configuration: `dinfra:descriptor`, a descriptor's file; `dinfra:profile`, a profile's file, without which the
 * default profile is taken. Paths count from the folder of Pulumi.yaml.
 */
async function main(): Promise<StackOutputs> {
  const config = new pulumi.Config("dinfra");
  const file = (name: string) => path.resolve(pulumi.runtime.getRootDirectory(), name);
  const descriptor = parseJson(readFileSync(file(config.require("descriptor")), "utf8")) as { type?: unknown };
  const profileFile = config.get("profile");
  return findProgram(String(descriptor.type)).run({
    descriptor,
    profile: alone(profileFile === undefined ? defaultProfile() : loadProfile(file(profileFile))),
    owner: ownerOfStack(pulumi.getProject(), pulumi.getStack()),
  });
}

/** A stack by hand shares its network with nobody. */
const alone = (profile: Profile): Profile =>
  profile.network?.use === "shared" ? { ...profile, network: { use: "own" } } : profile;

export = main;
