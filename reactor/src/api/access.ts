import { createHash } from "node:crypto";
import { ReactorError } from "@dinfra/service/failure";
import { carries } from "@dinfra/service/api/token";
import { wallClock, type Instant } from "@dinfra/service/clock";
import type { Owner } from "../deployments/record.js";
import { TokenBucket } from "./token-bucket.js";

export type Scope = "operate" | "read" | "consumer";

/** Who asks: the operator, a dashboard, or the consumer of one deployment. */
export interface Principal {
  scope: Scope;
  /** Of a consumer. */
  deployment?: string;
}

export interface AccessOptions {
  /** Opens everything. */
  token: string;
  /** Opens what changes nothing. */
  readToken?: string | undefined;
  owner: () => Owner | null;
  /** The account that a PUT named for the deployment, also for some days after its end. */
  consumerOf: (deployment: string) => string | undefined;
  /** Expiries are made by other machines' clocks. */
  now?: () => Instant;
  elapsed?: () => number;
}

/** What a consumer's token says, of which its wallet signed the text. */
interface Claim {
  instance: string;
  provider: string;
  deployment: string;
  scope: string;
  /** Seconds since 1970. */
  expiry: number;
  text: string;
  signature: Uint8Array;
}

const minute = 60_000;
/** A token lasts so long at most, in milliseconds. */
const longestLife = 15 * minute;
/** How far the clocks of wallet and reactor may be apart. */
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
 * Says who a request is from. A consumer's token needs no chain: the account's id is its key, and the account came with the
 * PUT.
 */
export class Access {
  private readonly known = new Map<string, Claim & { consumer: string }>();
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
    if (carries(authorization, token)) return { scope: "operate" };
    if (readToken !== undefined && carries(authorization, readToken)) return { scope: "read" };
    const [, bearer] = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/.exec(authorization ?? "") ?? [];
    if (bearer === undefined)
      throw unauthorized("send the token of the reactor's api-token file, or a consumer's, as a bearer token");
    return { scope: "consumer", deployment: this.consumerOf(bearer) };
  }

  private consumerOf(bearer: string): string {
    const digest = createHash("sha256").update(bearer).digest("hex");
    const known = this.known.get(digest);
    const claim = known ?? parse(bearer);
    if (claim === undefined)
      throw unauthorized(
        "expected a consumer's token dinfra-access:v1:{instance}:{provider}:{deployment}:consumer:{expiry} and its signature, found another text",
      );
    this.requireInTime(claim);
    const consumer = this.options.consumerOf(claim.deployment);
    const owner = this.options.owner();
    // One answer for each of them: a stranger learns nothing of what there is.
    if (consumer === undefined || owner?.instance !== claim.instance || owner.provider !== claim.provider)
      throw unauthorized(notOurs);
    if (known?.consumer !== consumer) {
      if (!this.checks.take()) throw new TooManyRequests(this.checks.wait);
      if (!verifies(consumer, claim)) throw unauthorized(notOurs);
      this.keep(digest, { ...claim, consumer });
    }
    this.count(claim.deployment);
    return claim.deployment;
  }

  private requireInTime({ expiry }: Claim): void {
    const left = expiry * 1000 - this.now();
    if (left <= 0) throw unauthorized("the token's time is over: sign a new one, or set the clock");
    if (left > longestLife + skew)
      throw unauthorized("expected a token that expires within 15 minutes, found one that lasts longer");
  }

  private count(deployment: string): void {
    const bucket = this.buckets.get(deployment) ?? new TokenBucket(30, 5, this.elapsed);
    this.buckets.set(deployment, bucket);
    if (this.buckets.size > mostKnown) for (const [id, { full }] of this.buckets) if (full) this.buckets.delete(id);
    if (bucket.take()) return;
    throw new TooManyRequests(bucket.wait);
  }

  private keep(digest: string, claim: Claim & { consumer: string }): void {
    this.known.set(digest, claim);
    const [oldest] = this.known.keys();
    if (this.known.size > mostKnown) this.known.delete(oldest!);
  }
}

const notOurs = "no deployment of this reactor has a consumer that signed this token";

const unauthorized = (detail: string): ReactorError => new ReactorError("unauthorized", detail);

const form =
  /^dinfra-access:v1:(0x[0-9a-f]{64}):([1-9A-HJ-NP-Za-km-z]{46,50}):((?:0|[1-9][0-9]{0,19})\.[1-9][0-9]{0,9}):(consumer):([1-9][0-9]{0,11})$/;

function parse(bearer: string): Claim | undefined {
  const [claim, signature] = bearer.split(".").map((part) => Buffer.from(part, "base64url"));
  const text = claim!.toString("utf8");
  const found = form.exec(text);
  if (found === null) return undefined;
  const [, instance, provider, deployment, scope, expiry] = found as unknown as string[];
  return {
    ...{ instance: instance!, provider: provider!, deployment: deployment!, scope: scope! },
    ...{ expiry: Number(expiry), text, signature: new Uint8Array(signature!) },
  };
}

/** The arithmetic is loaded when the first consumer comes. */
function verifies(consumer: string, { text, signature }: Claim): boolean {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on demand
  const { verifyMessage } = require("@dinfra/keys") as typeof import("@dinfra/keys");
  try {
    return verifyMessage(consumer, text, signature);
  } catch {
    return false;
  }
}

/** Whether one who asks may use an operation that is opened by these scopes. */
export function mayUse({ scope, deployment }: Principal, opens: readonly Scope[], id: string | undefined): boolean {
  if (scope === "operate") return true;
  if (!opens.includes(scope)) return false;
  return scope !== "consumer" || deployment === id;
}
