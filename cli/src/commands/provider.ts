import { Command, Option } from "commander";
import type { Call, Hex } from "@dinfra/chain";
import { descriptorHash, descriptorTypeByName } from "@dinfra/schemas";
import { readJsonFile, typeId, typeName } from "../descriptor-input.js";
import { badInput } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatFields, formatTable } from "../format/table.js";
import { words } from "../format/state.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseCount, parseDeployment } from "../parse/numbers.js";
import {
  answer,
  submission,
  withChain,
  withConnection,
  withExamples,
  withKey,
  withSigner,
  type ChainOptions,
  type SigningOptions,
} from "../session.js";

/** Signs one call and says in a line what it did. */
async function sign(io: Io, options: SigningOptions, call: Call | (() => Promise<Call>), done: string): Promise<void> {
  await withSigner(options, io, async (chain, signer) => {
    const included = await chain.submit(signer, typeof call === "function" ? await call() : call, { signal: io.stop });
    answer(
      options,
      io,
      { account: signer.address, ...submission(included) },
      `${done}, in block ${included.blockNumber}`,
    );
  });
}

const lazily = <T>(pick: (calls: (typeof import("@dinfra/chain"))["calls"]["providers"]) => T) =>
  import("@dinfra/chain").then(({ calls }) => pick(calls.providers));

export function providerCommand(io: Io): Command {
  const provider = new Command("provider").description("be a provider: register, offer, prove to be there");

  withExamples(
    withKey(
      provider.command("register").description("register as a provider; a bond is held for each unit of capacity"),
    ).addOption(
      new Option("--units <count>", "units of capacity that all offers together may have")
        .argParser(parseCount("units"))
        .makeOptionMandatory(),
    ),
    "dinfra provider register --units 10 --as //Bob",
  ).action((options: SigningOptions & { units: number }) =>
    sign(io, options, () => lazily((calls) => calls.register(options.units)), `registered with ${options.units} units`),
  );

  provider.addCommand(operatorCommand(io));
  provider.addCommand(typeCommand(io));

  withExamples(
    withKey(provider.command("offer").description("offer a descriptor type, or change the offer"))
      .argument("<type>", "name or id of the descriptor type")
      .addOption(new Option("--price <amount>", "per block").argParser(parsePositiveAmount).makeOptionMandatory())
      .addOption(
        new Option("--capacity <count>", "how many at once").argParser(parseCount("capacity")).makeOptionMandatory(),
      ),
    "dinfra provider offer substrate-node/v1 --price 10mUNIT --capacity 4 --as //Bob",
  ).action((type: string, options: SigningOptions & { price: bigint; capacity: number }) => {
    const id = typeId(type);
    return sign(
      io,
      options,
      () => lazily((calls) => calls.offer(id, options.price, options.capacity)),
      `${type} is offered at ${formatAmount(options.price)} a block, ${options.capacity} at once`,
    );
  });

  withExamples(
    withKey(provider.command("close-offer").description("take no more awards of a type; what runs goes on")).argument(
      "<type>",
      "name or id",
    ),
    "dinfra provider close-offer substrate-node/v1 --as //Bob",
  ).action((type: string, options: SigningOptions) => {
    const id = typeId(type);
    return sign(io, options, () => lazily((calls) => calls.closeOffer(id)), `the offer of ${type} is closed`);
  });

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
    withExamples(withKey(provider.command(name).description(description)), `dinfra provider ${name} --as //Bob`).action(
      (options: SigningOptions) => sign(io, options, () => lazily((calls) => calls[name]()), done),
    );
  }

  withExamples(
    withKey(
      provider.command("resign").description("end an assignment, with the notice that was fixed at the award"),
    ).argument("<deployment>", "subscription and attempt, such as 7.1"),
    "dinfra provider resign 7.1 --as //Bob",
  ).action(async (text: string, options: SigningOptions) => {
    const { subscription, attempt } = parseDeployment(text);
    if (attempt === undefined) throw badInput(`expected a deployment such as 7.1, found ${JSON.stringify(text)}`);
    const { calls } = await import("@dinfra/chain");
    await sign(io, options, calls.subscriptions.resign(subscription, attempt), `resigned from ${text}`);
  });

  withExamples(
    withChain(provider.command("show").description("what the chain knows of a provider, and its work")).argument(
      "<account>",
      "the provider's account",
    ),
    "dinfra provider show //Bob",
  ).action((text: string, options: ChainOptions) => show(io, text, options));

  withExamples(
    withChain(provider.command("offers").description("who offers a descriptor type, at what price")).argument(
      "<type>",
      "name or id",
    ),
    "dinfra provider offers substrate-node/v1",
  ).action((type: string, options: ChainOptions) => {
    const id = typeId(type);
    return withConnection(options, io, async (chain) => {
      const offers = await (await chain.latest()).offers(id);
      const rows = offers.map((offer) => [
        offer.provider,
        formatAmount(offer.price),
        `${offer.capacity - offer.used}`,
        `${offer.capacity}`,
        offer.open ? "open" : "closed",
      ]);
      answer(
        options,
        io,
        offers,
        rows.length === 0 ? `nobody offers ${type}` : formatTable(["provider", "per block", "free", "of", ""], rows),
      );
    });
  });

  return provider;
}

function operatorCommand(io: Io): Command {
  const operator = new Command("operator").description(
    "keys that act for a provider, so that its own may stay away from machines",
  );
  withExamples(
    withKey(operator.command("add").description("name an operator key; it must accept")).argument(
      "<account>",
      "the operator's account",
    ),
    "dinfra provider operator add //Charlie --as //Bob",
  ).action(async (text: string, options: SigningOptions) => {
    const account = await parseAccount(text);
    await sign(io, options, () => lazily((calls) => calls.addOperator(account)), `${text} is named; it must accept`);
  });
  withExamples(
    withKey(operator.command("accept").description("act for a provider, as one of its operator keys")).argument(
      "<provider>",
      "the provider's account",
    ),
    "dinfra provider operator accept //Bob --as //Charlie",
  ).action(async (text: string, options: SigningOptions) => {
    const account = await parseAccount(text);
    await sign(io, options, () => lazily((calls) => calls.acceptOperator(account)), `operator of ${text}`);
  });
  withExamples(
    withKey(operator.command("remove").description("a key acts for the provider no more")).argument(
      "<account>",
      "the operator's account",
    ),
    "dinfra provider operator remove //Charlie --as //Bob",
  ).action(async (text: string, options: SigningOptions) => {
    const account = await parseAccount(text);
    await sign(io, options, () => lazily((calls) => calls.removeOperator(account)), `${text} is no operator any more`);
  });
  return operator;
}

function typeCommand(io: Io): Command {
  const type = new Command("type").description("descriptor types on the chain");
  withExamples(
    withKey(
      type
        .command("register")
        .description("register a descriptor type, for a deposit; its id is the hash of its schema"),
    )
      .argument("<name>", "its name, such as substrate-node/v1")
      .option("--schema <file>", "the JSON Schema, where this version does not know the type"),
    "dinfra provider type register substrate-node/v1 --as //Bob",
  ).action(async (name: string, options: SigningOptions & { schema?: string }) => {
    if (Buffer.byteLength(name) > 64)
      throw badInput(`expected a type name of at most 64 bytes, found ${Buffer.byteLength(name)}`);
    const id: Hex =
      options.schema === undefined ? knownType(name) : descriptorHash(await readJsonFile(options.schema)).digest;
    await sign(io, options, () => lazily((calls) => calls.registerType(id, name)), `${name} is registered as ${id}`);
  });
  withExamples(
    withKey(
      type.command("unregister").description("take a type off the chain, while nobody offers it; the deposit is back"),
    ).argument("<type>", "name or id"),
    "dinfra provider type unregister substrate-node/v1 --as //Bob",
  ).action(async (text: string, options: SigningOptions) => {
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
    if (!found) throw badInput(`${text} is no provider on ${chain.endpoint}; register with: dinfra provider register`);
    const assignments = await view.assignments(account);
    const fields = formatFields([
      ["provider", found.account],
      ["units", `${found.units}`],
      ["bond", formatAmount(found.bond)],
      ["operators", found.operators.join(", ") || "none"],
      ["heartbeat", `block ${found.lastHeartbeat}, ${view.block.number - found.lastHeartbeat} ago`],
      ["awards", found.draining ? "draining: takes none" : "takes them"],
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
      { block: view.block, provider: found, assignments },
      rows.length === 0
        ? fields
        : `${fields}\n\n${formatTable(["deployment", "type", "state", "per block", "earned", "ends at"], rows)}`,
    );
  });
}
