import { Command, Option } from "commander";
import type { ProxyType } from "@dinfra/chain";
import { proxyTypes, withActing, withActor, type ActingOptions } from "../actor.js";
import { CommandFailure } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatFields, formatTable } from "../format/table.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { answer, submission, withChain, withConnection, withExamples, type ChainOptions } from "../session.js";
import { sign } from "./provider-sign.js";

const load = () => import("@dinfra/chain").then(({ calls }) => calls.proxy);

interface TypeOptions extends ActingOptions {
  readonly type: ProxyType;
}

const ofType = (): Option =>
  new Option("--type <type>", "what it may do: everything, an operator's calls, or a consumer's").choices(proxyTypes);

/** Who may act for an account: `add`, `remove`, `list`, `create`. */
export function proxyCommand(io: Io): Command {
  const proxy = new Command("proxy").description(
    "accounts that act for another account, by --for of the other commands",
  );
  const account = "the account that acts";
  withExamples(
    withActing(proxy.command("add").description("let an account act for this one, for a deposit"))
      .argument("<account>", account)
      .addOption(ofType().makeOptionMandatory()),
    "dinfra proxy add //Eve --type Consumer --as //Dave",
  ).action(async (text: string, options: TypeOptions) => {
    const delegate = await parseAccount(text);
    const done = `${text} may act as a proxy of type ${options.type}`;
    await sign(io, options, async () => (await load()).addProxy(delegate, options.type), done);
  });
  withExamples(
    withActing(proxy.command("remove").description("an account acts for this one no more"))
      .argument("<account>", account)
      .addOption(ofType().makeOptionMandatory()),
    "dinfra proxy remove //Eve --type Consumer --as //Dave",
  ).action(async (text: string, options: TypeOptions) => {
    const delegate = await parseAccount(text);
    const done = `${text} is no proxy of type ${options.type} any more`;
    await sign(io, options, async () => (await load()).removeProxy(delegate, options.type), done);
  });
  withExamples(
    withActing(
      proxy
        .command("create")
        .description(
          "make a pure proxy: a new account without a key, for which only its proxies act; you are the first",
        ),
    ).addOption(ofType().default("Any")),
    "dinfra proxy create --as //Dave",
  ).action((options: TypeOptions) => create(io, options));
  withExamples(
    withChain(proxy.command("list").description("who may act for an account")).argument("<account>", "of whom"),
    "dinfra proxy list //Dave",
  ).action((text: string, options: ChainOptions) => list(io, text, options));
  return proxy;
}

async function create(io: Io, options: TypeOptions): Promise<void> {
  await withActor(options, io, async (_chain, actor) => {
    const included = await actor.submit((await load()).createPure(options.type));
    if (included === null) return;
    const pure = included.events.find(({ name }) => name === "PureCreated")?.data["pure"];
    if (typeof pure !== "string")
      throw new CommandFailure("chain.silent", 1, "the chain accepted the call but told of no account that it made");
    answer(
      options,
      io,
      { account: pure, proxy: actor.account, type: options.type, ...submission(included) },
      `${pure} is a pure proxy of ${actor.account}, in block ${included.blockNumber}\nact for it with: --for ${pure}`,
    );
  });
}

async function list(io: Io, text: string, options: ChainOptions): Promise<void> {
  const account = await parseAccount(text);
  await withConnection(options, io, async (chain) => {
    const view = await chain.latest();
    const { proxies, deposit } = await view.proxies(account);
    const rows = proxies.map(({ delegate, type, delay }) => [delegate, type, delay === 0 ? "-" : `${delay} blocks`]);
    const table = formatTable(["proxy", "type", "delay"], rows);
    const fields = formatFields([
      ["account", account],
      ["deposit", formatAmount(deposit)],
    ]);
    answer(
      options,
      io,
      { block: view.block, account, proxies, deposit },
      rows.length === 0 ? "none" : `${fields}\n\n${table}`,
    );
  });
}
