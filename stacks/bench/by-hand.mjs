// One stack of the very program that the reactor runs, deployed by the SDK's own stack.up(), in a process of its own.
// Started by the benchmark with a channel: says how long up() took, tears down when it is told to, and ends.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { installHostPlugin } from "@dinfra/host";
import { findProgram } from "@dinfra/stacks";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation/index.js";

const { folder, engineRoot, ...input } = JSON.parse(process.argv[2]);
const at = (name) => {
  mkdirSync(join(folder, name), { recursive: true });
  return join(folder, name);
};
const pulumiHome = at("home");
installHostPlugin(pulumiHome);
const stack = await LocalWorkspace.createStack(
  { projectName: "dinfra", stackName: "by-hand", program: () => findProgram(input.descriptor.type).run(input) },
  {
    workDir: at("work"),
    pulumiHome,
    pulumiCommand: await PulumiCommand.get({ root: engineRoot }),
    projectSettings: { name: "dinfra", runtime: "nodejs", backend: { url: `file://${at("state")}` } },
    envVars: {
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_CONFIG_PASSPHRASE: "bench",
    },
  },
);
const before = performance.now();
await stack.up();
const ms = performance.now() - before;
process.once("message", () => void stack.destroy().then(() => process.disconnect()));
process.send({ ms });
