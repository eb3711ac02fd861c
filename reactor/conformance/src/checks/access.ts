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
];

function tokenOf(trial: Trial, { signMessage }: Keys, id: string, key: Key, seconds: number): string {
  const { instance, provider } = trial.known.owner;
  // Other machines' clocks read it.
  const expiry = Math.floor(new Date().valueOf() / 1000) + seconds; // eslint-disable-line no-restricted-syntax
  const text = `dinfra-access:v1:${instance}:${provider}:${id}:consumer:${expiry}`;
  return `${Buffer.from(text).toString("base64url")}.${Buffer.from(signMessage(key, text)).toString("base64url")}`;
}
