import { Option, type Command } from "commander";
import type { Call, Chain, Included, ProxyType } from "@dinfra/chain";
import { badInput, CommandFailure } from "./failure.js";
import type { Io } from "./io.js";
import { refuseInner } from "./inner-call.js";
import { approve, checkSignatory } from "./multisig.js";
import { parseAccount } from "./parse/account.js";
import { parseMultisig, resolveMultisig, type MultisigText } from "./parse/multisig.js";
import { withKey, withSigner, type SigningOptions } from "./session.js";

export const proxyTypes = ["Any", "Operator", "Consumer"] as const satisfies readonly ProxyType[];

/** Options of every command that submits an extrinsic. */
export interface ActingOptions extends SigningOptions {
  /** The account that a proxy acts for. */
  readonly for?: string;
  readonly proxyType?: ProxyType;
  readonly multisig?: MultisigText;
}

/** Who a command acts for: the key's own account, or one that the key acts for alone or with others. */
export interface Actor {
  /** Whose the call is. */
  readonly account: string;
  /**
   * Null: the call waits for other signatories, and that has been said.
   * @throws ExtrinsicFailed also for a call that was refused within a proxy's or a multisig's
   */
  submit(call: Call): Promise<Included | null>;
}

export function withActing(command: Command): Command {
  return withKey(command)
    .option("--for <account>", "act for this account, which has made the key (or the multisig) its proxy")
    .addOption(
      new Option("--proxy-type <type>", "as its proxy of this type; by default the first that it has").choices(
        proxyTypes,
      ),
    )
    .addOption(multisigOption());
}

export const multisigOption = (): Option =>
  new Option(
    "--multisig <n:accounts>",
    "act with others as one account: how many must approve, and all signatories in any order, such as 2:5Grwva…,5FHneW…,5DAAnr…",
  ).argParser(parseMultisig);

/** Connects, finds out who acts for whom, does something, and disconnects. */
export async function withActor<T>(
  options: ActingOptions,
  io: Io,
  work: (chain: Chain, actor: Actor) => Promise<T>,
): Promise<T> {
  if (options.proxyType !== undefined && options.for === undefined)
    throw badInput("--proxy-type needs --for: give the account that the proxy acts for");
  const real = options.for === undefined ? null : await parseAccount(options.for);
  const multisig = options.multisig === undefined ? null : await resolveMultisig(options.multisig);
  return withSigner(options, io, async (chain, signer) => {
    const client = await import("@dinfra/chain");
    if (multisig !== null) checkSignatory(multisig, signer);
    const by = multisig === null ? signer.address : multisig.account;
    if (real !== null) await checkProxy(chain, by, real, options.proxyType);
    return work(chain, {
      account: real ?? by,
      async submit(call) {
        const made = real === null ? call : client.calls.proxy.proxy(real, call, options.proxyType ?? null);
        try {
          const included =
            multisig === null
              ? await chain.submit(signer, made, { signal: io.stop })
              : await approve({ chain, signer, multisig, options, io }, made);
          if (included !== null) await refuseInner(included);
          return included;
        } catch (error) {
          throw real === null ? error : ofProxy(error, by, real);
        }
      },
    });
  });
}

/** Said before anything is asked, published or held for an account that the chain would then not let it act for. */
async function checkProxy(chain: Chain, by: string, real: string, type: ProxyType | undefined): Promise<void> {
  const { proxies } = await (await chain.latest()).proxies(real);
  // The chain takes the first that fits.
  const found = proxies.find((proxy) => proxy.delegate === by && (type === undefined || proxy.type === type));
  if (found === undefined) throw notProxy(by, real);
  if (found.delay > 0) throw unannounced(by, real);
}

const see = (real: string) => `see: dinfra proxy list ${real}`;

const notProxy = (by: string, real: string, options?: ErrorOptions) =>
  new CommandFailure("Proxy.NotProxy", 1, `${by} is no proxy of ${real}; ${see(real)}`, options);

function unannounced(by: string, real: string, options?: ErrorOptions): CommandFailure {
  const refused = `${by} is a proxy of ${real} with a delay, and announced calls are not made from here; ${see(real)}`;
  return new CommandFailure("Proxy.Unannounced", 1, refused, options);
}

/** What the pallet Proxy refuses, in words that say whose proxy is meant. */
function ofProxy(error: unknown, by: string, real: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "Proxy.NotProxy") return notProxy(by, real, { cause: error });
  if (code === "Proxy.Unannounced") return unannounced(by, real, { cause: error });
  if (code === "System.CallFiltered") {
    const refused = `${by} is a proxy of ${real}, of a type that does not allow this call; ${see(real)}`;
    return new CommandFailure(code, 1, refused, { cause: error });
  }
  return error;
}
