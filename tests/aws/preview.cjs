/**
 * Previews a node in a process of its own and prints what the engine says: a program that fails leaves rejections behind, which
 * would fail every test of the process. Argument: JSON of { stackName, engineRoot, args, region }, the last for a provider of the
 * program's own.
 */
const { SubstrateNode } = require("@dinfra/components");
const { Provider } = require("@pulumi/aws/provider");
const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");

const { stackName, engineRoot, args, region } = JSON.parse(process.argv[2]);

async function program() {
  const opts = region ? { providers: { aws: new Provider("theirs", { region }) } } : {};
  new SubstrateNode("node", args, opts);
}

process.on("unhandledRejection", () => undefined); // said by the engine as well

async function main() {
  const pulumiCommand = await PulumiCommand.get({ root: engineRoot });
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName, projectName: "aws-test", program },
    { pulumiCommand },
  );
  try {
    await stack.preview({ onOutput: (text) => process.stdout.write(text) });
    process.exitCode = 0;
  } catch {
    process.exitCode = 1;
  }
}

void main();
