import { isDeepStrictEqual } from "node:util";
import type { Life } from "../life.js";
import type { Check } from "../promises.js";
import { componentIn, type InState } from "../state.js";
import type { ComponentName } from "../subject.js";
import { resourcesOfComponent } from "./identity.js";
import { decoded, userDataOf } from "./user-data.js";

/** What Pulumi was told to protect: that is what holds data. */
const protectedIn = (life: Life, component: ComponentName): InState[] =>
  life.moments.made ? resourcesOfComponent(life, life.moments.made, component).filter(({ protect }) => protect) : [];

/** What holds data is protected, and is the same thing after what runs was replaced. */
export const dataSurvives: Check = (life, component) => {
  const { changed } = life.moments;
  const data = protectedIn(life, component);
  if (data.length === 0) return { problems: ["with protectData, nothing is protected from deletion"] };
  if (!wasReplaced(life, component))
    return { problems: ["nothing was replaced, though another machine or another process was asked for"] };
  const other = data
    .map(({ urn, id }) => ({ urn, id, after: changed?.resources.find((one) => one.urn === urn)?.id }))
    .filter(({ id, after }) => id !== after)
    .map(({ urn, id, after }) => `${urn} was ${id} before, and is ${after ?? "gone"} after`);
  return { problems: [...other, ...otherIds(life, component)] };
};

/** A node's network key lies on its disk: whose id is another one lost it, or got another node's disk. */
function otherIds(life: Life, component: ComponentName): string[] {
  const { made, changed } = life.moments;
  if (!made || !changed) return [];
  return resourcesOfComponent(life, made, component).flatMap(({ urn, outputs: { peerIds } }) => {
    const after = changed.resources.find((one) => one.urn === urn)?.outputs.peerIds;
    if (peerIds === undefined || isDeepStrictEqual(peerIds, after)) return [];
    return [`the peer id of ${urn} was ${JSON.stringify(peerIds)} before, and is ${JSON.stringify(after)} after`];
  });
}

/** Whether the node's machine, process or pod is another one since the change. */
function wasReplaced(life: Life, component: ComponentName): boolean {
  const { unchanged, changed } = life.moments;
  if (!unchanged || !changed) return false;
  const { evidence } = life.tenant.subject.definition;
  const replaced = changed.steps.some(
    ({ urn, op }) =>
      ["replace", "delete-replaced", "create-replacement"].includes(op) &&
      componentIn(changed.state, life.tenant.subject, urn) === component,
  );
  if (replaced || !evidence?.replacedWithin) return replaced;
  const after = new Map(changed.resources.map((resource) => [resource.urn, resource]));
  return resourcesOfComponent(life, unchanged, component).some((before) => {
    const now = after.get(before.urn);
    return now !== undefined && evidence.replacedWithin!(before, now);
  });
}

const formats = /\b(mkfs(\.\w+)?|mke2fs|wipefs|sgdisk|sfdisk|parted|blkdiscard)\b/;
/** Names that the kernel gives in the order in which it finds disks. */
const unstable = /^\/dev\/(sd|vd|xvd|hd|nvme|loop)[a-z0-9]*$/;

/**
 * What may format is asked for by the port and looks first; so the driver passes it on as it is and adds nothing that formats,
 * and names the disk by a path that means no other one.
 */
export const formatOnlyBlank: Check = (life) => {
  const seen = userDataOf(life);
  if (!seen) return { notRun: "the platform's evidence does not say what user data was sent" };
  const problems = seen.flatMap(({ of, bytes, request }) => {
    const said = decoded(bytes);
    if (!said.includes(request)) return [`${of} was not sent the user data that was asked for`];
    const added = formats.exec(said.replace(request, ""));
    return added ? [`${of} was sent ${added[0]} beside what was asked for`] : [];
  });
  const devices = (life.moments.made?.resources ?? [])
    .filter(({ type }) => type === "dinfra-node:index:Release")
    .flatMap(({ inputs }) => (inputs.document as { volumes?: { name: string; device: string }[] }).volumes ?? []);
  const byOrder = devices.filter(({ device }) => unstable.test(device));
  const one = devices.filter((d, i) => devices.some((e, j) => i !== j && isDeepStrictEqual(d.device, e.device)));
  return {
    problems: [
      ...problems,
      ...byOrder.map(
        ({ name, device }) => `the disk of ${name} is called ${device}, which another boot may give to another`,
      ),
      ...one.map(({ name, device }) => `the disk of ${name} is called ${device}, and so is another`),
    ],
  };
};
