import { Command, Option } from "commander";
import type { Hex } from "@dinfra/chain";
import { descriptorHash, descriptorTypeByName } from "@dinfra/schemas";
import { withActing, type ActingOptions } from "../actor.js";
import { readJsonFile, typeId, typeName } from "../descriptor-input.js";
import { badInput, CommandFailure } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatFields, formatTable } from "../format/table.js";
import { label } from "../format/label.js";
import { formatMaintenance } from "../format/maintenance.js";
import { words } from "../format/state.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { parseCount } from "../parse/numbers.js";
import { answer, withChain, withConnection, withExamples, type ChainOptions } from "../session.js";
import { keyCommandsOf } from "./provider-keys.js";
import { addMaintenanceCommand } from "./provider-maintenance.js";
import { addOfferCommands } from "./provider-offer.js";
import { addDeploymentCommands } from "./provider-price.js";
import { profileCommand } from "./provider-profile.js";
import { lazily, sign } from "./provider-sign.js";

export function providerCommand(io: Io): Command {
  const provider = new Command("provider").description("be a provider: register, offer, prove to be there");

  withExamples(
    withActing(
      provider.command("register").description("register as a provider; a bond is held for each unit of capacity"),
    ).addOption(
      new Option("--units <count>", "units of capacity that all offers together may have")
        .argParser(parseCount("units"))
        .makeOptionMandatory(),
    ),
    "dinfra provider register --units 10 --as //Bob",
  ).action((options: ActingOptions & { units: number }) =>
    sign(io, options, () => lazily((calls) => calls.register(options.units)), `registered with ${options.units} units`),
  );

  provider.addCommand(operatorCommand(io));
  provider.addCommand(typeCommand(io));

  withExamples(
    withActing(
      provider
        .command("units")
        .description("have another number of units; the bond follows, and what was burnt of it is held again"),
    ).argument("<count>", "units of capacity that all offers together may have", parseCount("units")),
    "dinfra provider units 12 --as //Bob",
  ).action((units: number, options: ActingOptions) =>
    sign(io, options, () => lazily((calls) => calls.setUnits(units)), `${units} units`),
  );

  addOfferCommands(provider, io);
  addMaintenanceCommand(provider, io);
  provider.addCommand(profileCommand(io));
  for (const command of keyCommandsOf(io)) provider.addCommand(command);

  for (const [name, description, done] of [
    [
      "heartbeat",
      "prove to be there; a provider that is not is not paid (the reactor does this by itself)",
      "heartbeat",
    ],
    ["drain", "take no more awards of any type; what runs goes on", "draining"],
    ["undrain", "take awards again", "taking awards again"],
    [
      "leave",
      "leave and have the bond back; refused while anything of the provider's is left",
      "left, the bond is back",
    ],
  ] as const) {
    withExamples(
      withActing(provider.command(name).description(description)),
      `dinfra provider ${name} --as //Bob`,
    ).action((options: ActingOptions) => sign(io, options, () => lazily((calls) => calls[name]()), done));
  }

  addDeploymentCommands(provider, io);

  withExamples(
    withChain(provider.command("show").description("what the chain knows of a provider, and its work")).argument(
      "<account>",
      "the provider's account",
    ),
    "dinfra provider show //Bob",
  ).action((text: string, options: ChainOptions) => show(io, text, options));

  return provider;
}

function operatorCommand(io: Io): Command {
  const operator = new Command("operator").description(
    "keys that act for a provider, so that its own may stay away from machines",
  );
  withExamples(
    withActing(operator.command("add").description("name an operator key; it must accept")).argument(
      "<account>",
      "the operator's account",
    ),
    "dinfra provider operator add //Charlie --as //Bob",
  ).action(async (text: string, options: ActingOptions) => {
    const account = await parseAccount(text);
    await sign(io, options, () => lazily((calls) => calls.addOperator(account)), `${text} is named; it must accept`);
  });
  withExamples(
    withActing(operator.command("accept").description("act for a provider, as one of its operator keys")).argument(
      "<provider>",
      "the provider's account",
    ),
    "dinfra provider operator accept //Bob --as //Charlie",
  ).action(async (text: string, options: ActingOptions) => {
    const account = await parseAccount(text);
    await sign(io, options, () => lazily((calls) => calls.acceptOperator(account)), `operator of ${text}`);
  });
  withExamples(
    withActing(operator.command("remove").description("a key acts for the provider no more")).argument(
      "<account>",
      "the operator's account",
    ),
    "dinfra provider operator remove //Charlie --as //Bob",
  ).action(async (text: string, options: ActingOptions) => {
    const account = await parseAccount(text);
    await sign(io, options, () => lazily((calls) => calls.removeOperator(account)), `${text} is no operator any more`);
  });
  return operator;
}

function typeCommand(io: Io): Command {
  const type = new Command("type").description("descriptor types on the chain");
  withExamples(
    withActing(
      type
        .command("register")
        .description("register a descriptor type, for a deposit; its id is the hash of its schema"),
    )
      .argument("<name>", "its name, such as substrate-node/v1")
      .option("--schema <file>", "the JSON Schema, where this version does not know the type"),
    "dinfra provider type register substrate-node/v1 --as //Bob",
  ).action(async (name: string, options: ActingOptions & { schema?: string }) => {
    if (Buffer.byteLength(name) > 64)
      throw badInput(`expected a type name of at most 64 bytes, found ${Buffer.byteLength(name)}`);
    const id: Hex =
      options.schema === undefined ? knownType(name) : descriptorHash(await readJsonFile(options.schema)).digest;
    await sign(io, options, () => lazily((calls) => calls.registerType(id, name)), `${name} is registered as ${id}`);
  });
  withExamples(
    withActing(
      type.command("unregister").description("take a type off the chain, while nobody offers it; the deposit is back"),
    ).argument("<type>", "its id, or its name if this version knows the type"),
    "dinfra provider type unregister substrate-node/v1 --as //Bob",
  ).action(async (text: string, options: ActingOptions) => {
    const id = typeId(text);
    await sign(io, options, () => lazily((calls) => calls.unregisterType(id)), `${text} is registered no more`);
  });
  return type;
}

function knownType(name: string): Hex {
  try {
    return descriptorTypeByName(name).id;
  } catch (error) {
    throw badInput(`${(error as Error).message}; or give its schema with --schema FILE`);
  }
}

async function show(io: Io, text: string, options: ChainOptions): Promise<void> {
  const account = await parseAccount(text);
  await withConnection(options, io, async (chain) => {
    const view = await chain.latest();
    const found = await view.provider(account);
    if (!found) {
      const none = `${text} is no provider on ${chain.endpoint}; register with: dinfra provider register`;
      throw new CommandFailure("provider.unknown", 1, none);
    }
    const [now, assignments, profile, keys, maintenance] = await Promise.all([
      view.now(),
      view.assignments(account),
      view.profile(account),
      view.keys(account),
      view.maintenance(account),
    ]);
    const fields = formatFields([
      ["provider", found.account],
      ["units", `${found.units}`],
      ["bond", formatAmount(found.bond)],
      ["operators", found.operators.join(", ") || "none"],
      ["paid to", found.beneficiary ?? "the owner"],
      ["regions", profile?.regions.map(label).join(", ") || "-"],
      ["login key", keys.login === null ? "none" : `${keys.login.scheme} ${keys.login.key}`],
      ["sealing key", keys.sealing === null ? "none" : `version ${keys.sealing.version}, ${keys.sealing.key}`],
      ["heartbeat", `block ${found.lastHeartbeat}, ${now - found.lastHeartbeat} ago`],
      [
        "awards",
        found.retiring ? "retired by force: takes none" : found.draining ? "draining: takes none" : "takes them",
      ],
      ["maintenance", maintenance === null ? "none announced" : formatMaintenance(maintenance)],
      ["work", `${assignments.length}`],
    ]);
    const rows = assignments.map((item) => [
      `${item.subscription}.${item.attempt}`,
      typeName(item.typeId),
      words(item.stored.kind),
      formatAmount(item.rate),
      formatAmount(item.earned),
      item.endsAt === null ? "-" : `${item.endsAt}`,
    ]);
    answer(
      options,
      io,
      { block: view.block, now, provider: found, profile, keys, maintenance, assignments },
      rows.length === 0
        ? fields
        : `${fields}\n\n${formatTable(["deployment", "type", "state", "per block", "earned", "ends at"], rows)}`,
    );
  });
}
