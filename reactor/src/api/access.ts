import { createHash } from "node:crypto";
import { parseAccessToken, type AccessToken } from "@dinfra/service/api/access-token";
import { ReactorError } from "@dinfra/service/failure";
import { carries } from "@dinfra/service/api/token";
import { wallClock, type Instant } from "@dinfra/service/clock";
import type { AccessKeys, Owner } from "../deployments/record.js";
import { TokenBucket } from "./token-bucket.js";

export type Scope = "operate" | "read" | "consumer";
/** How one who asks is known, by the name of the document's security scheme. */
export type Scheme = "bearer" | "accessToken" | "mutualTLS";

/** Who asks: the operator, a dashboard, or the consumer of one deployment. */
export interface Principal {
  scheme: Scheme;
  scope: Scope;
  /** The only one that is open; undefined: all. */
  deployment?: string;
}

/** The scopes that open an operation, for each way to be known. */
export type Opens = Readonly<Partial<Record<Scheme, readonly Scope[]>>>;

export interface AccessOptions {
  /** Opens everything. */
  token: string;
  /** Opens what changes nothing. */
  readToken?: string | undefined;
  owner: () => Owner | null;
  /** The account that a PUT named for the deployment, also for some days after its end. */
  consumerOf: (deployment: string) => string | undefined;
  /** The provider's operators, as the sidecar told them last. */
  keys: () => AccessKeys | undefined;
  /** Expiries are made by other machines' clocks. */
  now?: () => Instant;
  elapsed?: () => number;
}

const minute = 60_000;
/** A token lasts so long at most, in milliseconds. */
const longestLife = 15 * minute;
/** How far the signer's clock may be ahead of the reactor's. */
const skew = minute;
/** Signatures that were found good are kept, so that a page that asks each second costs no arithmetic. */
const mostKnown = 1_000;

/** `too-many-requests`, and when there is room again. */
export class TooManyRequests extends ReactorError {
  /** @param seconds until one more may come, a whole number from 1 */
  constructor(readonly seconds: number) {
    super("too-many-requests", `ask again in ${seconds} s`, true);
  }
}

/**
 * Says who a request is from. A signed token needs no chain: an account's id is its key or the hash of it, the consumer's
 * came with the PUT, and the operators' are kept as they were told last.
 */
export class Access {
  private readonly known = new Map<string, { token: AccessToken; account: string }>();
  private readonly buckets = new Map<string, TokenBucket>();
  private readonly checks: TokenBucket;
  private readonly now: () => Instant;
  private readonly elapsed: () => number;

  constructor(private readonly options: AccessOptions) {
    this.now = options.now ?? wallClock;
    this.elapsed = options.elapsed ?? (() => performance.now());
    // A signature costs some milliseconds: whoever sends bad ones is not to take the processor.
    this.checks = new TokenBucket(50, 20, this.elapsed);
  }

  /**
   * @param authorization the request's header
   * @throws {ReactorError} `unauthorized`, `too-many-requests`
   */
  principalOf(authorization: string | undefined): Principal {
    const { token, readToken } = this.options;
    if (carries(authorization, token)) return { scheme: "bearer", scope: "operate" };
    if (readToken !== undefined && carries(authorization, readToken)) return { scheme: "bearer", scope: "read" };
    const [, bearer] = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/.exec(authorization ?? "") ?? [];
    if (bearer === undefined)
      throw unauthorized(
        "send as a bearer token what is in the reactor's api-token file, or what dinfra access token makes",
      );
    const { scope, deployment } = this.signed(bearer);
    return { scheme: "accessToken", scope, ...(deployment !== "*" && { deployment }) };
  }

  private signed(bearer: string): AccessToken {
    const digest = createHash("sha256").update(bearer).digest("hex");
    const known = this.known.get(digest);
    const token = known?.token ?? parseAccessToken(bearer);
    if (token === undefined)
      throw unauthorized(
        "expected a signed token of dinfra-access:v1:{instance}:{provider}:{deployment}:{scope}:{expiry}, the instance in " +
          "lower case, the scope operate, read or consumer, and * for all deployments but for a consumer; found another text",
      );
    this.requireInTime(token);
    const signers = this.signersOf(token);
    // A key that is the provider's no more, or another consumer's deployment: what was good before is good no more.
    if (known === undefined || !signers.includes(known.account)) {
      const account = signers.find((each) => this.check(each, token));
      if (account === undefined) throw unauthorized(token.scope === "consumer" ? noConsumers : noOperators);
      this.keep(digest, { token, account });
    }
    if (token.scope === "consumer") this.count(token.deployment);
    return token;
  }

  /** Who may have signed it. Nobody, where it is for another reactor: a stranger learns nothing of what there is here. */
  private signersOf({ instance, provider, scope, deployment }: AccessToken): string[] {
    const keys = this.options.keys();
    const owner = this.options.owner() ?? keys?.owner;
    if (owner?.instance !== instance || owner.provider !== provider) return [];
    if (scope !== "consumer") return [provider, ...(keys?.operators ?? []).filter((each) => each !== provider)];
    const consumer = this.options.consumerOf(deployment);
    return consumer === undefined ? [] : [consumer];
  }

  private requireInTime({ expiry }: AccessToken): void {
    const left = expiry * 1000 - this.now();
    if (left <= 0) throw unauthorized("the token's time is over: sign a new one, or set the clock");
    if (left > longestLife + skew)
      throw unauthorized("expected a token that expires within 15 minutes, found one that lasts longer");
  }

  private check(account: string, token: AccessToken): boolean {
    if (!this.checks.take()) throw new TooManyRequests(this.checks.wait);
    return verifies(account, token);
  }

  private count(deployment: string): void {
    const bucket = this.buckets.get(deployment) ?? new TokenBucket(30, 5, this.elapsed);
    this.buckets.set(deployment, bucket);
    if (this.buckets.size > mostKnown) for (const [id, { full }] of this.buckets) if (full) this.buckets.delete(id);
    if (bucket.take()) return;
    throw new TooManyRequests(bucket.wait);
  }

  private keep(digest: string, good: { token: AccessToken; account: string }): void {
    this.known.set(digest, good);
    const [oldest] = this.known.keys();
    if (this.known.size > mostKnown) this.known.delete(oldest!);
  }
}

const noConsumers = "no deployment of this reactor has a consumer that signed this token";
const noOperators =
  "no key of this reactor's provider signed this token: sign with the provider's account or an operator of it, for this chain and provider";

const unauthorized = (detail: string): ReactorError => new ReactorError("unauthorized", detail);

/** The arithmetic is loaded when the first signed token comes. */
function verifies(account: string, { text, signature }: AccessToken): boolean {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on demand
  const { verifyMessage } = require("@dinfra/keys") as typeof import("@dinfra/keys");
  try {
    return verifyMessage(account, text, signature);
  } catch {
    return false;
  }
}

/** Whether one who asks may use an operation, of a deployment or of none. */
export function mayUse({ scheme, scope, deployment }: Principal, opens: Opens, id: string | undefined): boolean {
  const scopes = opens[scheme] ?? [];
  const fits = scopes.includes(scope) || (scope === "operate" && scopes.includes("read"));
  return fits && (deployment === undefined || deployment === id);
}

/** Of a route that the document does not have: opened by a scope, whichever way one is known. */
export const openedBy = (scope: "operate" | "read"): Opens => ({
  bearer: [scope],
  accessToken: [scope],
  mutualTLS: [scope],
});
