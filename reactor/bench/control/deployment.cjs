// What each of the bench's deployments is like.
const { descriptorTypeByName } = require("@dinfra/schemas");

const owner = { instance: `0x${"1".repeat(64)}`, provider: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY" };
const type = descriptorTypeByName("substrate-node/v1");
const digest = `0x${"3".repeat(64)}`;
const generation = {
  generation: 1,
  typeId: type.id,
  cid: "bagaaierasords4njcts6vs7qvdjfcvgnume4hqohf65zsfguprqphs3icwea",
  consumer: owner.provider,
  login: [],
};
/** Of the size of a provider's with a catalogue: 5.4 kB. */
const profile = {
  type: "profile/v1",
  platform: "local",
  catalogue: Array.from({ length: 9 }, (_, n) => ({
    name: `node-${n}`,
    digest: `0x${"4".repeat(64)}`,
    args: ["x".repeat(480)],
  })),
};
/** As the fake platform names an owner. */
const ownerName = (id) => `${owner.instance.slice(0, 6)}:${id}`;

module.exports = { owner, type, digest, generation, profile, ownerName };
