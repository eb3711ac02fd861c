/**
 * What a bearer token says that an account signed: a consumer for its deployment, or a key of the provider. The account signs the text as
 * wallets sign messages, in <Bytes>…</Bytes>.
 */
export interface AccessClaim {
  /** Of the chain, 0x and 64 digits in lower case. With the provider it names one reactor. */
  instance: string;
  /** The provider's account in SS58, as the reactor has it. */
  provider: string;
  /** The one that it opens; `*` for all, which no consumer can have. */
  deployment: string;
  scope: "operate" | "read" | "consumer";
  /** Seconds since 1970. */
  expiry: number;
}

export interface AccessToken extends AccessClaim {
  /** What was signed, without <Bytes>. */
  text: string;
  signature: Uint8Array;
}

/** The text that an account signs. */
export const accessText = ({ instance, provider, deployment, scope, expiry }: AccessClaim): string =>
  `dinfra-access:v1:${instance}:${provider}:${deployment}:${scope}:${expiry}`;

/** The bearer token: text and signature in base64url, with a dot between. */
export const accessToken = (text: string, signature: Uint8Array): string =>
  `${Buffer.from(text).toString("base64url")}.${Buffer.from(signature).toString("base64url")}`;

const instance = "(0x[0-9a-f]{64})";
const account = "([1-9A-HJ-NP-Za-km-z]{46,50})";
const deployment = String.raw`(\*|(?:0|[1-9][0-9]{0,19})\.[1-9][0-9]{0,9})`;
const form = new RegExp(
  `^dinfra-access:v1:${instance}:${account}:${deployment}:(operate|read|consumer):([1-9][0-9]{0,11})$`,
);

/** Undefined where it has another form: there is one way to write a claim, so that one text has one meaning. */
export function parseAccessToken(bearer: string): AccessToken | undefined {
  if (!/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(bearer)) return undefined;
  const [said, signature] = bearer.split(".").map((part) => Buffer.from(part, "base64url"));
  const text = said!.toString("utf8");
  const found = form.exec(text);
  if (found === null) return undefined;
  const [, instance, provider, deployment, scope, expiry] = found as unknown as string[];
  const claim = { instance: instance!, provider: provider!, deployment: deployment!, expiry: Number(expiry) };
  if (scope === "consumer" && deployment === "*") return undefined;
  return { ...claim, scope: scope as AccessClaim["scope"], text, signature: new Uint8Array(signature!) };
}
