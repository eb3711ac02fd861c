import { lstatSync } from "node:fs";
import * as path from "node:path";
import { checkInputs } from "../checks/check.js";
import { directoryShape, fileShape } from "../checks/rules.js";
import { gone, type Kind } from "../kind.js";
import type { Isolation } from "../isolation/isolation.js";
import { layoutOf } from "../layout.js";
import { readRecord } from "../records.js";
import { defaultRoot } from "../root.js";
import { asSecret, changed, holdsSecret, holdsUnknown, plain, type Properties } from "../values.js";
import { directoryPath } from "./confine.js";
import { ensureDirectory, isFolder, recordedFacts, removeDirectory, type DirectoryRecord } from "./directory.js";
import { holdsNothing, unfollowed, type Facts } from "./facts.js";
import { contentHash, modeText, readFacts, removeFile, writeFile } from "./file.js";

const rootOf = (props: Properties) => (plain(props.root) as string | undefined) ?? defaultRoot();

interface DirectoryInputs {
  root: string;
  name: string;
  owner: string;
  isolation?: Isolation | null;
  fixed?: Facts | null;
}

async function makeDirectory(urn: string, raw: Properties): Promise<Properties> {
  const { root, name, owner, isolation, fixed } = plain(raw) as DirectoryInputs;
  return { ...raw, ...(await ensureDirectory(urn, root, name, owner, isolation, fixed)) };
}

const identity = ["name", "owner", "root"];

/** What the record tells of the directory's data; nothing where it is not known yet which directory it is. */
function factsOnRecord(inputs: Properties): Facts {
  if (identity.some((key) => holdsUnknown(inputs[key]))) return {};
  const { root, name, owner } = plain(inputs) as DirectoryInputs;
  return recordedFacts(layoutOf(root), name, owner);
}

/**
 * What the data was made with. The record knows it, also when the state of the stack is lost; the state alone does where the
 * version before made the directory, and it has not been made again since.
 */
function knownFacts(olds: Properties, news: Properties): Facts {
  const before = changed(olds, news, identity).length === 0 ? (plain(olds.fixed) as Facts | undefined) : {};
  return { ...before, ...factsOnRecord(news) };
}

function refusals(olds: Properties, news: Properties) {
  const wanted = plain(news.fixed) as Facts | undefined;
  if (wanted === undefined || holdsUnknown(wanted)) return [];
  const refused = unfollowed(knownFacts(olds, news), wanted);
  const { root, name } = plain(news) as DirectoryInputs;
  if (refused.length === 0 || holdsNothing(directoryPath(layoutOf(root), name))) return [];
  // Without a property: the engine would show the value of all of `fixed`, and hide the line behind it.
  return refused.map((reason) => ({ property: "", reason }));
}

export const directoryKind: Kind = {
  // Here and not by the update: a preview refuses too, and nothing that uses the directory has been stopped.
  check(news, olds = {}) {
    const { inputs, failures } = checkInputs(news, plain(news) as Properties, directoryShape);
    return { inputs, failures: failures.length > 0 ? failures : refusals(olds, inputs) };
  },

  diff(olds, news) {
    const replaces = changed(olds, news, identity);
    const missing = typeof olds.path !== "string" || !isFolder(olds.path);
    // Facts that are said first are no change: to a preview the path would be unknown, and all that runs there made anew.
    const wanted = plain(news.fixed) as Facts | undefined;
    const known = wanted !== undefined && !holdsUnknown(wanted);
    const outdated = known && unfollowed(factsOnRecord(news), wanted).length > 0;
    return { changes: replaces.length > 0 || missing || outdated, replaces, deleteBeforeReplace: true };
  },

  async create(urn, inputs) {
    return { id: (plain(inputs) as { name: string }).name, outs: await makeDirectory(urn, inputs) };
  },

  read(id, _urn, props) {
    const layout = layoutOf(rootOf(props));
    const folder = directoryPath(layout, id);
    if (!isFolder(folder)) return Promise.resolve(gone);
    const known = props.owner !== undefined;
    const record = readRecord<DirectoryRecord>(layout, "directories", id);
    const { fixed } = record ?? {};
    const inputs = known ? props : { name: id, owner: record?.owner, root: layout.root, ...(fixed && { fixed }) };
    return Promise.resolve({
      id,
      props: { ...inputs, path: folder, uid: lstatSync(folder).uid },
      ...(known ? {} : { inputs }),
    });
  },

  async update(_id, urn, _olds, news) {
    return { outs: await makeDirectory(urn, news) };
  },

  async delete(id, urn, props) {
    await removeDirectory(rootOf(props), id, urn);
  },
};

interface FileInputs {
  root: string;
  directory: string;
  name: string;
  content: string;
  mode: string;
}

/** The hash of a secret is secret too: a short one could be found by trying. */
function hashAs(sha256: string, props: Properties): unknown {
  return holdsSecret(props.content) ? asSecret(sha256) : sha256;
}

async function put(urn: string, raw: Properties) {
  const { root, directory, name, content, mode } = plain(raw) as unknown as FileInputs;
  const facts = await writeFile(urn, root, directory, name, content, mode);
  return { id: facts.path, outs: { ...raw, mode: facts.mode, path: facts.path, sha256: hashAs(facts.sha256, raw) } };
}

/** The id of a file is its path. */
export const fileKind: Kind = {
  check(news) {
    const { inputs, failures } = checkInputs(news, plain(news) as Properties, fileShape);
    // One spelling of a mode, so that 644 and 0644 are no difference.
    const mode = plain(inputs.mode);
    if (typeof mode === "string" && /^0?[0-7]{3}$/.test(mode)) inputs.mode = modeText(mode);
    return { inputs, failures };
  },

  diff(olds, news) {
    const replaces = changed(olds, news, ["directory", "name", "root"]);
    const { content, mode } = plain(news) as Partial<FileInputs>;
    const old = plain(olds) as unknown as FileInputs & { sha256?: string };
    // Against what is on disk, not against what was once written.
    const facts = replaces.length > 0 ? undefined : readFacts(old.root, old.directory, old.name);
    const same = facts !== undefined && content !== undefined && facts.sha256 === contentHash(content);
    return {
      changes: !same || facts.mode !== mode || old.sha256 !== facts.sha256,
      replaces,
      deleteBeforeReplace: true,
    };
  },

  async create(urn, inputs) {
    return put(urn, inputs);
  },

  read(id, _urn, props) {
    const root = rootOf(props);
    const known = props.directory !== undefined;
    const directory = known ? (plain(props.directory) as string) : path.dirname(id);
    const name = known ? (plain(props.name) as string) : path.basename(id);
    const facts = readFacts(root, directory, name);
    if (!facts) return Promise.resolve(gone);
    const { mode, sha256 } = facts;
    const found = { mode, path: facts.path, sha256: hashAs(sha256, props) };
    if (known) return Promise.resolve({ id, props: { ...props, ...found } });
    const inputs = { directory, name, mode, root, content: facts.content };
    return Promise.resolve({ id, props: { ...inputs, ...found }, inputs });
  },

  async update(_id, urn, _olds, news) {
    return { outs: (await put(urn, news)).outs };
  },

  async delete(_id, urn, props) {
    const { root, directory, name } = plain(props) as unknown as FileInputs;
    await removeFile(root ?? defaultRoot(), directory, name, urn);
  },
};
