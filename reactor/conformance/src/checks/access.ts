import { accessText, accessToken, type AccessClaim } from "@dinfra/service/api/access-token";
import type { Promised } from "../promises.js";
import { at, said, type Trial } from "../trial.js";

type Keys = typeof import("@dinfra/keys");
type Key = ReturnType<Keys["AccountKey"]["fromSeed"]>;

export const access: readonly Promised[] = [
  {
    id: "consumer-token",
    level: "extended",
    text: "A token that a consumer's wallet signed opens what is for consumers of this one deployment, until it expires.",
    needs: "token",
    async test(trial) {
      // The arithmetic is loaded where it is needed.
      const keys = await import("@dinfra/keys");
      const [alice, mallory] = [7, 8].map((n) => keys.AccountKey.fromSeed(new Uint8Array(32).fill(n), "sr25519"));
      const sign = (id: string, key: Key, seconds: number) => tokenOf(trial, keys, id, key, seconds);
      const [id, other] = [trial.newId(), trial.newId()];
      for (const one of [id, other]) await trial.put(one, trial.wish(1, undefined, { consumer: alice!.address() }));
      await trial.deployed(id, 1);
      const good = sign(id, alice!, 600);
      for (const path of [at(id), `${at(id)}/outputs`, `${at(id)}/usage`, `${at(id)}/events`]) {
        const told = await trial.ask("GET", path, { token: good });
        trial.that(told.status === 200, `GET ${path} with its consumer's token: expected 200, found ${said(told)}`);
      }
      const { owner } = trial.known;
      for (const [method, path, query] of [
        ["GET", at(other), {}],
        ["GET", "/v1/deployments", {}],
        ["GET", "/metrics", {}],
        ["DELETE", at(id), owner],
      ] as const)
        trial.refused(
          await trial.ask(method, path, { token: good, query: { ...query } }),
          403,
          "forbidden",
          `${method} ${path} with a consumer's token`,
        );
      for (const [what, token] of [
        ["of another account", sign(id, mallory!, 600)],
        ["that has expired", sign(id, alice!, -60)],
        ["that lasts an hour", sign(id, alice!, 3_600)],
        ["for another deployment's text", `${good.split(".")[0]}.${sign(other, alice!, 600).split(".")[1]}`],
      ] as const)
        trial.refused(await trial.ask("GET", at(id), { token }), 401, "unauthorized", `a token ${what}`);
      const { phase } = await trial.get(id);
      trial.that(phase === "Deployed", `expected Deployed as before, found ${phase}`);
    },
  },
  {
    id: "provider-token",
    level: "extended",
    text:
      "A token that an operator of the provider signed opens what its scope is for, while the reactor is told that it is one; " +
      "it names no other operators.",
    needs: "token",
    async test(trial: Trial) {
      const keys = await import("@dinfra/keys");
      const [charlie, mallory] = [9, 10].map((n) => keys.AccountKey.fromSeed(new Uint8Array(32).fill(n), "ed25519"));
      const sign = (key: Key, scope: AccessClaim["scope"], id = "*", seconds = 600) =>
        tokenOf(trial, keys, id, key, seconds, scope);
      const { owner } = trial.known;
      const told = (operators: readonly Key[], token?: string) =>
        trial.ask("PUT", "/v1/access", {
          body: { owner, block: 1, operators: operators.map((one) => one.address()) },
          ...(token !== undefined && { token }),
        });
      const id = await trial.running();
      const known = await told([charlie!]);
      trial.require(known.status === 204, `PUT /v1/access: expected 204, found ${said(known)}`);
      for (const [method, path, token, expected] of [
        ["GET", at(id), sign(charlie!, "read"), 200],
        ["GET", "/v1/deployments", sign(charlie!, "operate"), 200],
        ["POST", `${at(id)}/reconcile`, sign(charlie!, "operate"), 202],
        ["POST", `${at(id)}/reconcile`, sign(charlie!, "operate", id), 202],
        ["POST", `${at(id)}/reconcile`, sign(charlie!, "read"), 403],
        ["POST", `${at(id)}/reconcile`, sign(charlie!, "operate", trial.newId()), 403],
        ["GET", "/v1/deployments", sign(charlie!, "operate", id), 403],
        ["GET", at(id), sign(mallory!, "operate"), 401],
        ["GET", at(id), sign(charlie!, "consumer", id), 401],
        ["GET", at(id), sign(charlie!, "operate", "*", -60), 401],
        ["GET", at(id), sign(charlie!, "operate", "*", 3_600), 401],
      ] as const) {
        const answered = await trial.ask(method, path, { token });
        const text = Buffer.from(token.split(".")[0]!, "base64url").toString();
        trial.that(
          answered.status === expected,
          `${method} ${path} with ${text}: expected ${expected}, found ${said(answered)}`,
        );
      }
      trial.refused(await told([mallory!], sign(charlie!, "operate")), 403, "forbidden", "PUT /v1/access, signed");
      await told([]);
      trial.refused(
        await trial.ask("GET", at(id), { token: sign(charlie!, "operate") }),
        401,
        "unauthorized",
        "a token of an operator that is one no more",
      );
    },
  },
];

function tokenOf(
  trial: Trial,
  { signMessage }: Keys,
  deployment: string,
  key: Key,
  seconds: number,
  scope: AccessClaim["scope"] = "consumer",
): string {
  // Other machines' clocks read it.
  const expiry = Math.floor(new Date().valueOf() / 1000) + seconds; // eslint-disable-line no-restricted-syntax
  const text = accessText({ ...trial.known.owner, deployment, scope, expiry });
  return accessToken(text, signMessage(key, text));
}
