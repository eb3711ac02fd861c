import { checkInputs } from "../checks/check.js";
import { processShape } from "../checks/rules.js";
import { gone, type Kind } from "../kind.js";
import { layoutOf, type Layout } from "../layout.js";
import { bootId } from "../proc/boot.js";
import { insideOf } from "../proc/namespaces.js";
import { isMark, parseEnviron, readProcFile, scan } from "../proc/scan.js";
import { processState } from "../proc/state.js";
import { defaultRoot } from "../root.js";
import { asSecret, changed, plain, type Properties } from "../values.js";
import { ensureProcess } from "./ensure.js";
import { keepFirstStart } from "./first-start.js";
import { formerCwd, handlingInputs, makingInputs } from "./inputs.js";
import { boundLog } from "./log.js";
import { logFileOf } from "./record.js";
import { reload } from "./reload.js";
import { removeProcess, type Stopping } from "./remove.js";
import { lookFor, type Sighting } from "./sighting.js";
import { standard } from "./spawn.js";

/** Whether the process that the state speaks of runs. State is not asked for more than which process that is. */
function runs(state: Properties): boolean {
  const { pid, startTime, bootId: boot } = state;
  if (typeof pid !== "number" || typeof startTime !== "number") return false;
  return state.state === "running" && processState(pid, startTime, boot as string | undefined) === "running";
}

/** The former default is no other folder than the present one: neither was asked for. */
function withFormerCwd(olds: Properties, news: Properties): Properties {
  return news.cwd === undefined && olds.cwd === formerCwd ? { ...olds, cwd: undefined } : olds;
}

/** Inputs of a process that is imported by name: from its record; secrets from the process itself, as secrets. */
function importedInputs(layout: Layout, name: string, found: Sighting): Properties {
  const recorded: Properties = { ...found.record?.inputs };
  const pid = found.state === "running" ? found.leader?.pid : undefined;
  const argv = (pid && readProcFile(pid, "cmdline")?.split("\0").slice(0, -1)) || [];
  // What makes namespaces hides its environment; the first inside has the same.
  const inside = pid === undefined ? undefined : insideOf(scan(), pid)?.pid;
  const environ = parseEnviron((pid && (readProcFile(pid, "environ") ?? (inside && readProcFile(inside, "environ")))) || ""); // prettier-ignore
  const own = Object.keys(environ).filter((key) => !standard.includes(key) && !isMark(key));
  const recordedEnv = recorded.env as Properties | null | undefined;
  const env = Object.fromEntries(
    Object.entries(recordedEnv ?? Object.fromEntries(own.map((key) => [key, null]))).map(([key, value]) => [
      key,
      value ?? asSecret(environ[key] ?? ""),
    ]),
  );
  const args = recorded.args as unknown[] | null | undefined;
  const count = args?.length ?? argv.length - 1;
  const given = argv.slice(argv.length - count);
  return {
    stopSignal: "SIGTERM",
    stopGraceSeconds: 10,
    ports: [],
    ...recorded,
    name,
    owner: found.owner,
    root: layout.root,
    command: recorded.command ?? argv[0],
    args: args ? args.map((arg, at) => arg ?? asSecret(given[at] ?? "")) : given,
    env,
  };
}

/** @param cancel raised when the engine asks to stop */
export function processKind(cancel: () => AbortSignal): Kind {
  return {
    check: (news, olds = {}) => {
      const kept = keepFirstStart(olds, news);
      return checkInputs(kept, plain(kept) as Properties, processShape);
    },

    diff(olds, news) {
      const replaces = changed(withFormerCwd(olds, news), news, makingInputs);
      const handling = changed(olds, news, handlingInputs);
      // The same name and ports cannot be had twice, so the old one goes first.
      return {
        changes: replaces.length > 0 || handling.length > 0 || !runs(olds),
        replaces,
        deleteBeforeReplace: true,
      };
    },

    async create(urn, inputs) {
      return { id: (plain(inputs) as { name: string }).name, outs: await ensureProcess(urn, inputs, cancel()) };
    },

    // In place, so that what depends on the process is not replaced with it.
    async update(_id, urn, olds, news) {
      const outs = await ensureProcess(urn, news, cancel());
      if (outs.pid === olds.pid && outs.startTime === olds.startTime) reload(olds, outs);
      return { outs };
    },

    read(id, _urn, props) {
      const layout = layoutOf((plain(props.root) as string | undefined) ?? defaultRoot());
      const found = lookFor(layout, id);
      // A dead process stays in the state while anything is left of it: its log, its children; a destroy clears them.
      if (!found.record && found.members.length === 0) return Promise.resolve(gone);
      const logFile = logFileOf(layout, id);
      boundLog(logFile);
      const known = props.command !== undefined;
      const inputs = known ? props : importedInputs(layout, id, found);
      const facts = {
        pid: found.leader?.pid ?? props.pid ?? 0,
        startTime: found.leader?.startTime ?? props.startTime ?? 0,
        bootId: found.leader?.boot ?? props.bootId ?? bootId(),
        state: found.state,
        logFile,
        uid: found.record?.uid ?? props.uid ?? process.getuid!(),
      };
      return Promise.resolve({
        id,
        props: { ...inputs, ...facts },
        ...(known ? {} : { inputs }),
      });
    },

    async delete(id, urn, props) {
      const { root, stopSignal, stopGraceSeconds } = plain(props) as Partial<Stopping> & { root?: string };
      const stopping =
        stopSignal === undefined || stopGraceSeconds === undefined ? undefined : { stopSignal, stopGraceSeconds };
      await removeProcess(root ?? defaultRoot(), id, urn, stopping);
    },
  };
}
