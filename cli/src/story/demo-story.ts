import { join } from "node:path";
import { formatAmount } from "../format/amount.js";
import type {
  AccountAnswer,
  DeploymentsAnswer,
  EventAnswer,
  ShownAnswer,
  SubmissionAnswer,
  SubscribeAnswer,
} from "./answers.js";
import { dinfra, StoryFailure, type Service } from "./child.js";
import { compareBalances, ledgerOf, type Ledger } from "./ledger.js";
import { NodeClient } from "./node-client.js";
import type { Stage } from "./stage.js";
import { seconds, type Telling } from "./telling.js";
import { contents, listening } from "./traces.js";
import { chainUp, providerUp, reactorUp, SHARED_USER, TYPE } from "./up.js";

const PRICE = "10mUNIT";
/** 300 blocks, more than is used: it will be cancelled. */
const FIRST_FUNDS = "3UNIT";
const TOP_UP = "200mUNIT";
/** 30 blocks and a remainder that pays for none: it will run out. */
const SECOND_FUNDS = "300000000007planck";

const examples = join(__dirname, "..", "..", "..", "schemas", "descriptors", "substrate-node", "examples");

/** One subscription as the story follows it. */
interface Followed {
  readonly id: string;
  readonly deployment: string;
  readonly awardedAt: number;
  readonly watch: Service;
  readonly logs: Service;
}

export async function demo(stage: Stage, telling: Telling): Promise<void> {
  const around = () => stage.around;
  const account = (who: string) => dinfra<AccountAnswer>(around(), "account", who);
  const accounts = async () => {
    const [first, second, provider] = await Promise.all([account("//Dave"), account("//Eve"), account("//Bob")]);
    return { first, second, provider };
  };

  const before = await telling.step("A development chain starts", async (say) => {
    const chain = await chainUp(stage, 0, 1000);
    say(`${chain.endpoint}: our runtime, from the committed blob, a block a second`);
    say(`instance ${chain.instance}`);
    say("its consensus is not real: every block counts as final as soon as it is made");
    return { processes: stage.workloads(), folders: contents(stage.hostRoot) };
  });

  await telling.step(`A provider registers the type ${TYPE} and offers it`, async (say) => {
    await providerUp(stage, PRICE, 4);
    say(`//Bob offers it at ${PRICE} a block, 4 at once; //Charlie is the key that acts for him`);
    const reactor = await reactorUp(stage, 0);
    say(`his reactor and its sidecar are up: ${reactor.url}`);
  });

  const consumers = await accounts();
  const fees = { first: 0n, second: 0n };

  const [first, second] = await telling.step(
    "Two consumers, //Dave and //Eve, publish a descriptor and subscribe",
    async (say) => {
      const subscribe = (who: string, funds: string) =>
        dinfra<SubscribeAnswer>(
          around(),
          "subscribe",
          join(examples, "dev-node.json"),
          "--funds",
          funds,
          "--yes",
          "--as",
          who,
        );
      const follow = async (who: string, funds: string) => {
        const answer = await subscribe(who, funds);
        return { answer, followed: followUp(stage, answer) };
      };
      const [{ answer: one, followed }, { answer: two, followed: other }] = await Promise.all([
        follow("//Dave", FIRST_FUNDS),
        follow("//Eve", SECOND_FUNDS),
      ]);
      fees.first += BigInt(one.fee);
      fees.second += BigInt(two.fee);
      say(`descriptor ${one.cid}`);
      for (const [who, answer] of [["//Dave", one] as const, ["//Eve", two] as const]) {
        say(
          `subscription ${answer.id} of ${who}: ${formatAmount(BigInt(answer.subscription.funds))} held, awarded at block ${answer.block}`,
        );
      }
      return [followed, other] as const;
    },
  );

  const running = await telling.step(
    "The sidecar sees the awards, the reactor checks the descriptor and runs the stack",
    async (say) => {
      say(SHARED_USER);
      const [one, two] = await Promise.all([deployed(stage, first), deployed(stage, second)]);
      say(
        `deployment ${first.deployment} runs ${seconds(one - first.awardedAt)} after its award, ${second.deployment} ${seconds(two - second.awardedAt)} after`,
      );
      return { first: one, second: two };
    },
  );

  const endpoint = await telling.step("The node answers a JSON-RPC client that shares no code with us", async (say) => {
    const [url = "", other = ""] = await endpointsOf(stage, first, second);
    const height = await askNode(url, say);
    say(`its height grew to ${height}`);
    if (stage.workloads().length < 2)
      throw new StoryFailure("expected two node processes on this machine, found fewer");
    return { first: url, second: other };
  });

  const declared = await telling.step("Declared deployed: paid by the block from now on", async (say) => {
    const [one, two] = await Promise.all([active(first), active(second)]);
    const shown = await Promise.all(
      [first, second].map(({ id }) =>
        dinfra<ShownAnswer>(around(), "show", id).then(({ subscription }) => subscription),
      ),
    );
    for (const now of shown) {
      if (!now?.rate) continue; // on a slow machine the second may be over by now
      say(
        `subscription ${now.id}: NB ${now.deployedAt}, CB ${formatAmount(BigInt(now.rate))}, earned so far ${formatAmount(BigInt(now.earned))}, funds end at block ${now.endsAt}`,
      );
    }
    return { first: one.at, second: two.at };
  });

  await telling.step("//Dave tops up, updates and cancels his; //Eve's runs out of funds by itself", async (say) => {
    const toppedUp = await dinfra<SubmissionAnswer>(around(), "top-up", first.id, TOP_UP, "--as", "//Dave");
    say(`${TOP_UP} more in subscription ${first.id}, in block ${toppedUp.block}`);
    const updated = await dinfra<SubmissionAnswer>(
      around(),
      "update",
      first.id,
      join(examples, "dev-node-2.json"),
      "--as",
      "//Dave",
    );
    await first.watch.until<ShownAnswer>("generation 2", ({ assignments }) =>
      assignments.some((item) => item.observedGeneration === 2),
    );
    const name = await nodeName((await endpointsOf(stage, first))[0] ?? "");
    if (name !== "dev-node-renamed")
      throw new StoryFailure(`expected the updated node to call itself dev-node-renamed, found ${name}`);
    say(`generation 2 asked for in block ${updated.block}, deployed and acknowledged: the node calls itself ${name}`);
    const cancelled = await dinfra<SubmissionAnswer>(around(), "cancel", first.id, "--as", "//Dave");
    say(`subscription ${first.id} is cancelled by its consumer, in block ${cancelled.block}`);
    for (const submission of [toppedUp, updated, cancelled]) fees.first += BigInt(submission.fee);
    const ran = await ended(second);
    say(`subscription ${second.id} is over at block ${ran.document.block.number}, nobody did anything`);
  });

  const gone = await telling.step("Both are torn down, and everything is as before", async (say) => {
    const tornDown = await Promise.all([down(first), down(second)]);
    await Promise.all([first.watch.ended, second.watch.ended]);
    await nothingLeft(stage, before, [first, second], [endpoint.first, endpoint.second], say);
    return tornDown;
  });

  const ledgers = await Promise.all(
    [first, second].map(async ({ id }) =>
      ledgerOf(id, await dinfra<ShownAnswer>(around(), "show", id, "--history", "--since", "1")),
    ),
  );
  for (const ledger of ledgers)
    telling.line(
      `   receipt of subscription ${ledger.id} on chain, block ${ledger.receipt.block}: ${ledger.receipt.hash}`,
    );
  const after = await accounts();
  compareBalances(ledgers, consumers, after, fees);

  telling.table(
    ["subscription", "of", "award to running", "running to declared", "teardown", "deposited", "paid", "came back"],
    [first, second].map((followed, index) => {
      const key = index === 0 ? "first" : "second";
      const { deposited, paid, refunded } = ledgers[index] as Ledger;
      return [
        followed.id,
        key === "first" ? "//Dave" : "//Eve",
        seconds(running[key] - followed.awardedAt),
        seconds(Math.max(0, declared[key] - running[key])),
        seconds(gone[index] ?? 0),
        formatAmount(deposited),
        formatAmount(paid),
        formatAmount(refunded),
      ];
    }),
  );
  telling.line("\ndeposited = paid + refunded, to the unit, and the balances of all three accounts agree.");
}

/** A command that watches the subscription, and one that follows its deployment's events. */
function followUp(stage: Stage, answer: SubscribeAnswer): Followed {
  const deployment = `${answer.id}.${answer.subscription.stored.attempt ?? 1}`;
  return {
    id: answer.id,
    deployment,
    awardedAt: performance.now(),
    watch: stage.service(["show", answer.id, "--watch"]),
    logs: stage.service(["logs", deployment, "--follow", "--wait"]),
  };
}

/** When the reactor was heard to say that it runs, in ms. */
async function deployed(stage: Stage, { logs, deployment }: Followed): Promise<number> {
  const { at, document } = await logs.until<EventAnswer>(
    `${deployment} to run`,
    ({ phase }) => phase === "Deployed" || phase === "Failed",
  );
  if (document.phase === "Failed") {
    const { items } = await dinfra<DeploymentsAnswer>(stage.around, "reactor", "deployments");
    const why = items.find(({ id }) => id === deployment)?.failure;
    throw new StoryFailure(
      `deployment ${deployment} failed: ${why ? `${why.code}: ${why.message}` : document.message}`,
    );
  }
  return at;
}

function active({ watch, id }: Followed) {
  return watch.until<ShownAnswer>(
    `subscription ${id} to be declared deployed`,
    ({ subscription }) => typeof subscription?.deployedAt === "number",
  );
}

function ended({ watch, id }: Followed) {
  return watch.until<ShownAnswer>(
    `subscription ${id} to end`,
    ({ subscription }) => subscription === null || subscription.stored.kind === "Closed",
  );
}

/** How long the teardown took, in ms. */
async function down({ logs, deployment }: Followed): Promise<number> {
  const begun = await logs.until<EventAnswer>(`the teardown of ${deployment}`, ({ phase }) => phase === "TearingDown");
  const done = await logs.until<EventAnswer>(
    `the end of the teardown of ${deployment}`,
    ({ phase }) => phase === "TornDown",
  );
  return done.at - begun.at;
}

/** Where the nodes answer, as the reactor says. */
async function endpointsOf(stage: Stage, ...followed: readonly Followed[]): Promise<readonly string[]> {
  const { items } = await dinfra<DeploymentsAnswer>(stage.around, "reactor", "deployments");
  return followed.map(({ deployment }) => {
    const url = items.find(({ id }) => id === deployment)?.endpoints.find(({ name }) => name === "rpc")?.url;
    if (url === undefined) throw new StoryFailure(`the reactor knows no endpoint of ${deployment}`);
    return url;
  });
}

async function askNode(url: string, say: (line: string) => void): Promise<number> {
  const node = await NodeClient.connect(url);
  try {
    const chain = await node.call<string>("system_chain");
    const health = await node.call<{ isSyncing: boolean; peers: number }>("system_health");
    const height = await node.height();
    say(`${url}: chain ${JSON.stringify(chain)}, health ${JSON.stringify(health)}, height ${height}`);
    return await node.heightAbove(height);
  } finally {
    await node.close();
  }
}

async function nodeName(url: string): Promise<string> {
  const node = await NodeClient.connect(url);
  try {
    return await node.call<string>("system_name");
  } finally {
    await node.close();
  }
}

async function nothingLeft(
  stage: Stage,
  before: { processes: readonly unknown[]; folders: readonly string[] },
  followed: readonly Followed[],
  urls: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const processes = stage.workloads();
  if (processes.length !== before.processes.length) {
    const found = processes.map(({ pid, command }) => `${pid} ${command}`).join("; ");
    throw new StoryFailure(`expected no deployed process, found ${found}`);
  }
  for (const url of urls) {
    const { hostname, port } = new URL(url);
    if (await listening(hostname, Number(port))) throw new StoryFailure(`expected nobody at ${url}, found a listener`);
  }
  const more = leftIn(stage, before.folders, followed);
  if (more.length > 0) {
    throw new StoryFailure(`expected the folders as before, found ${more.join(", ")} in ${stage.dataDir}`);
  }
  say(`no process, nobody at ${urls.join(" or ")}, no file or folder of theirs`);
}

/** What is more than before: anything in the host's folders but those that it keeps its things in, and whatever names a deployment. */
function leftIn(stage: Stage, before: readonly string[], followed: readonly Followed[]): readonly string[] {
  const ofHost = contents(stage.hostRoot).filter((path) => path.includes("/") && !before.includes(path));
  // The engine keeps one empty stack as the pattern of new ones; it is nobody's.
  const named = contents(stage.dataDir).filter(
    (path) =>
      !path.startsWith("engine/.template") &&
      path.split("/").some((part) => followed.some(({ deployment }) => part === deployment)),
  );
  return [...ofHost, ...named];
}
