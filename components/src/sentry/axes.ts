import { invalidArgument } from "@dinfra/port";
import { checkAxes, isAuthority, NodeRole, RpcExposure, type NodeAxes } from "../node/axes.js";
import { isRelayChain } from "../node/relay-chains.js";

/** More sentries than this bring a validator nothing but more peers that it is always connected to. */
export const MOST_SENTRIES = 16;

/** What decides which nodes there are, and what each is. */
export interface SentryAxes {
  sentries: number;
  /** Of all nodes. */
  common: Pick<NodeAxes, "sync" | "database">;
  /** Of the sentries. */
  sentry: Pick<NodeAxes, "pruning"> & { role?: NodeRole; rpcExposure?: RpcExposure };
}

/**
 * The axes of the validator and of its sentries. A sentry's JSON-RPC is for its machine alone unless it is said: it is there to
 * be met by peers.
 * @throws ComponentError `InvalidArgument` for what cannot work
 */
export function decideSentries({ sentries, common, sentry }: SentryAxes): { validator: NodeAxes; sentry: NodeAxes } {
  if (!Number.isInteger(sentries) || sentries < 1 || sentries > MOST_SENTRIES) {
    const why = sentries === 0 ? ", without one the validator has no peer at all" : "";
    throw invalidArgument("sentries", `a whole number from 1 to ${MOST_SENTRIES}${why}`, sentries);
  }
  const { role = NodeRole.Full, pruning } = sentry;
  if (isAuthority(role)) {
    throw invalidArgument(
      "sentry.role",
      `full, archive or rpc: the world reaches a sentry, so it holds no keys that author blocks`,
      role,
    );
  }
  if (role === NodeRole.Bootnode) {
    throw invalidArgument("sentry.role", "full, archive or rpc: a bootnode is a SubstrateNode of its own", role);
  }
  // One that answers others' JSON-RPC says whose by its role.
  const rpcExposure = sentry.rpcExposure ?? (role === NodeRole.Rpc ? RpcExposure.Gateway : RpcExposure.Machine);
  const decided = {
    validator: { role: NodeRole.Validator, ...common },
    // An archive catches up by running every block, however the others do.
    sentry: { ...common, role, pruning, rpcExposure, ...(role === NodeRole.Archive ? { sync: undefined } : {}) },
  };
  checkAxes(decided.validator);
  within("sentry", () => checkAxes(decided.sentry));
  return decided;
}

/**
 * Validators of a relay chain ask each other for parachains' blocks and statements, over connections that others open to them.
 * Sentries pass none of these on, so one behind them would miss its rewards.
 * @throws ComponentError `InvalidArgument`
 */
export function checkSentriedChain(chain: string): void {
  if (!isRelayChain(chain)) return;
  throw invalidArgument(
    "chain",
    "a chain without parachains: other validators of a relay chain open connections to a validator, which sentries do not " +
      "pass on; make it a SubstrateNode of the role validator, whose network port is open to the world",
    chain,
  );
}

/** An argument of the sentries is named where it stands. */
function within(argument: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof Error) error.message = `${argument}.${error.message}`;
    throw error;
  }
}
