import { createServer } from "node:net";
import type { Stage } from "./stage.js";
import { StoryFailure } from "./child.js";
import { chainUp, providerUp, reactorUp, SHARED_USER, TYPE } from "./up.js";

/** The ports that the commands look at by default. */
const CHAIN_PORT = 9944;
const REACTOR_PORT = 4700;

/** The port where it is free, else 0: whatever is. A second `npm start` is told by its addresses, not by an error. */
function freeOrAny(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)));
  });
}

/** Brings up chain, provider and reactor on their usual ports, says what to type, and stays until told to stop. */
export async function start(stage: Stage, stop: AbortSignal, say: (text: string) => void): Promise<void> {
  const stopped = new Promise<"stopped">((resolve) =>
    stop.addEventListener("abort", () => resolve("stopped"), { once: true }),
  );
  const bringUp = async () => {
    say("Starting a development chain, a provider on it, and his reactor (about 20 s) …");
    const chain = await chainUp(stage, await freeOrAny(CHAIN_PORT), 2000);
    await providerUp(stage, "10mUNIT", 8);
    const reactor = await reactorUp(stage, await freeOrAny(REACTOR_PORT));
    say(guide(chain.endpoint, reactor.url, stage));
    return Promise.race([chain.service.ended, reactor.service.ended]);
  };
  if ((await Promise.race([bringUp(), stopped])) === "stopped") {
    say("\nEnding: the chain goes, and with it all that runs on it.");
    return;
  }
  throw new StoryFailure("the chain or the reactor ended by itself");
}

function guide(endpoint: string, reactor: string, stage: Stage): string {
  return `
chain    ${endpoint}   a block every 2 s; its consensus is not real: every block counts as final
reactor  ${reactor}   of the provider //Bob, who offers ${TYPE} at 10mUNIT a block
folder   ${stage.folder}   gone when this ends
note     ${SHARED_USER}

In another terminal, in this folder:

  export DINFRA_ENDPOINT=${endpoint} DINFRA_REACTOR=${reactor} DINFRA_STORE=${stage.store} DINFRA_DATA_DIR=${stage.dataDir}
  alias dinfra="npx dinfra"
  dinfra subscribe schemas/descriptors/substrate-node/examples/dev-node.json --funds 2UNIT --as //Dave
  dinfra show 0 --watch
  dinfra reactor deployments
  dinfra update 0 schemas/descriptors/substrate-node/examples/dev-node-2.json --as //Dave
  dinfra cancel 0 --as //Dave
  dinfra --help

Ctrl-C ends all of it.`;
}
