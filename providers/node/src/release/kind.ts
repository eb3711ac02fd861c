import { gone, type Kind } from "@dinfra/host/dist/kind.js";
import { changed, holdsUnknown, plain, type Properties } from "@dinfra/host/dist/values.js";
import * as log from "@pulumi/pulumi/log";
import { NodeError } from "../errors.js";
import { AgentClient, pause, type Status } from "../ssh/agent.js";
import { checkRelease } from "./check.js";
import { bytesOf, digestOf } from "./digest.js";
import { assertFollows, type Fixed } from "./follows.js";
import { inputsOf, pinsOf, type Inputs, type Pins } from "./inputs.js";
import { lookOrKeep } from "./look.js";
import { spoken } from "./protocol.js";
import { sealAll, stillSealed, withSecrets, type SealedSecret } from "./secrets.js";
import { assumedStopped, movesAway, unverifiedEnd } from "./exclusive.js";
import { agentSessions } from "./sessions.js";
import { setUpOf, type SetUp } from "./set-up.js";
import { timeLeft, waitFor } from "./wait.js";

/** How long a machine that is gone or hangs is asked before a refresh or a destroy goes on or says so. */
const readSeconds = 20;
const deleteSeconds = 120;

/** @param cancel raised when the engine asks to stop */
export function releaseKind(cancel: () => AbortSignal): Kind {
  const withAgent = agentSessions(cancel);

  /** @param olds what is known of the release that there is; empty for none */
  const apply = (props: Properties, pins: Pins, olds: Properties) => {
    const inputs = inputsOf(props);
    const left = timeLeft(inputs.timeoutSeconds);
    return withAgent(inputs, pins, async (agent) => {
      const before = await agent.askUntil("status", "", left());
      const { sealingKey } = before.machine;
      const { secrets = [] } = inputs;
      const held = stillSealed(secrets, sealedOf(olds), sealingKey, tellUnread);
      const sealed = await sealAll(secrets, held, sealingKey);
      const whole = withSecrets(inputs.document, sealed);
      const document = spoken(whole, before.protocols);
      if (document !== whole) {
        await log.warn(
          `the agent ${before.agent} of ${document.name} speaks protocol ${document.protocol}, and was told no more than that ` +
            "can say: a machine that is made anew (rebuild) gets the present agent",
        );
      }
      const accepted = await agent.askUntil("apply", bytesOf(document), left());
      const status = await waitFor(agent, accepted, digestOf(document), inputs, cancel(), left);
      if (status.renewal?.failure) await log.warn(`${document.name}: ${status.renewal.failure.message}`);
      return { ...props, ...(sealed.length > 0 ? { sealed } : {}), ...outputs(status, agent, olds) };
    });
  };

  return {
    check: checkRelease,

    diff(olds, news) {
      // A document that hangs on a machine that is made anew: what it will say is not known yet.
      if (holdsUnknown(news["document"])) {
        return { changes: true, replaces: movesAway(olds, news) ? ["machine"] : [], deleteBeforeReplace: true };
      }
      const wanted = inputsOf(news);
      // Of the same disks only: another machine may have others.
      assertFollows((plain(olds.fixed) ?? {}) as Fixed, wanted.document);
      const replaces = (plain(olds) as Partial<Inputs>).document?.name === wanted.document.name ? [] : ["document"];
      if (movesAway(olds, news)) replaces.push("machine");
      const inputs = ["document", "connection", "machine", "waitFor", "timeoutSeconds", "secrets", "exclusive"];
      const other = changed(olds, news, inputs);
      const held = stillSealed(wanted.secrets ?? [], sealedOf(olds), plain(olds["sealingKey"]) as string, tellUnread);
      const told = spoken(withSecrets(wanted.document, held), plain(olds.protocols) as number[] | undefined);
      const drifted = plain(olds.digest) !== digestOf(told);
      return {
        changes: replaces.length > 0 || other.length > 0 || drifted,
        replaces,
        deleteBeforeReplace: true,
      };
    },

    async create(_urn, inputs) {
      return { id: inputsOf(inputs).document.name, outs: await apply(inputs, {}, {}) };
    },

    async update(_id, _urn, olds, news) {
      return { outs: await apply(news, pinsOf(olds, inputsOf(news)), olds) };
    },

    async read(id, _urn, props) {
      if (props.connection === undefined)
        throw new NodeError(
          "unreachable",
          `expected the connection of ${id}, found none: a release cannot be imported`,
        );
      const inputs = inputsOf(props);
      return lookOrKeep(`the release of ${id} was`, { id, props }, () =>
        withAgent(inputs, plain(props) as Pins, async (agent) => {
          const status = await agent.askUntil("status", "", readSeconds);
          // Taken away by others: the next update brings it again.
          if (status.release.desired === "") return gone;
          return { id, props: { ...props, ...outputs(status, agent, props) } };
        }),
      );
    },

    async delete(_id, _urn, props) {
      const inputs = inputsOf(props);
      const removed = withAgent(inputs, plain(props) as Pins, async (agent) => {
        let status = await agent.askUntil("remove", "", deleteSeconds);
        const left = timeLeft(inputs.timeoutSeconds);
        // A database is flushed before its service ends: that may take minutes.
        while (status.services.length > 0 || status.release.phase !== "idle") {
          if (left() <= 0)
            throw new NodeError("not-reached", `expected no service of ${inputs.document.name} within ${inputs.timeoutSeconds} s, found ${status.services.map((s) => s.name).join(", ")}`, true); // prettier-ignore
          await pause(1000, cancel());
          status = await agent.askUntil("status", "", deleteSeconds);
        }
      });
      if (inputs.exclusive !== true) return removed;
      await removed.catch(async (error: unknown) => {
        const { name } = inputs.document;
        if (cancel().aborted) throw error;
        if (!assumedStopped(name, process.env)) throw unverifiedEnd(name, error);
        await log.warn(`the end of ${name} was not seen, and is believed: ${(error as Error).message}`);
      });
    },
  };
}

const sealedOf = (olds: Properties) => (plain(olds["sealed"]) ?? []) as SealedSecret[];

/** A source that is not here is no change. */
const tellUnread = ({ message }: NodeError) =>
  void log.warn(`${message}: the machine keeps the one that it has`).catch(() => undefined);

/**
 * What a user may read. Little that changes by itself, because a refresh would always find something: of the disks, whole
 * steps, each of which calls for an update.
 */
function outputs(status: Status, agent: AgentClient, olds: Properties): Properties {
  const { hostKey, viaHostKey } = agent.hostKeys;
  const mounted = status.volumes.filter((v) => v.mounted);
  return {
    hostKey,
    ...(viaHostKey === undefined ? {} : { viaHostKey }),
    digest: status.release.desired,
    setUp: setUpOf(status, plain(olds["digest"]) as string | undefined, plain(olds["setUp"]) as SetUp | undefined),
    agentVersion: status.agent,
    protocols: status.protocols,
    architecture: status.machine.architecture,
    sealingKey: status.machine.sealingKey,
    ...(status.nodes?.length ? { peerIds: Object.fromEntries(status.nodes.map((n) => [n.service, n.peerId])) } : {}),
    fixed: Object.fromEntries(mounted.map((v) => [v.name, v.fixed])),
    disks: Object.fromEntries(mounted.map((v) => [v.name, diskOf(v)])),
  };
}

/** Rounded down: a disk that a platform made a little larger is not asked to grow for it. */
const diskOf = ({ diskBytes = 0, wantsGib }: Status["volumes"][number]) => ({
  sizeGib: Math.floor(diskBytes / 2 ** 30),
  wantsGib,
});
