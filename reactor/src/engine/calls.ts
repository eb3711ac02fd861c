import type { DeploymentFolder } from "./folders.js";
import type { RunVerb } from "./run.js";

/** What an engine process is asked to do with one stack. */
export type EngineCall =
  /** An update; the language server that runs the program and the events' service are both at `server`. */
  | { readonly verb: RunVerb; readonly server: string; readonly refreshFirst?: boolean }
  /** Makes an empty stack. */
  | { readonly verb: "init" }
  /** Replaces the stack's state by the deployment in the file. */
  | { readonly verb: "import"; readonly file: string };

/** The call in the words of the Pulumi CLI. */
export function cliArguments(call: EngineCall, folder: DeploymentFolder): string[] {
  return [...cliWords(call), "--stack", folder.id, "--non-interactive", "--color", "never"];
}

function cliWords(call: EngineCall): string[] {
  switch (call.verb) {
    case "init":
      return ["stack", "init", "--no-select"];
    case "import":
      return ["stack", "import", "--file", call.file];
    default:
      return [
        call.verb,
        ...(call.verb === "preview" ? [] : ["--yes", "--skip-preview"]),
        ...(call.refreshFirst ? ["--refresh"] : []),
        "--suppress-outputs",
        "--suppress-progress",
        `--client=${call.server}`,
        "--exec-kind=auto.inline",
        `--event-log=tcp://${call.server}`,
      ];
  }
}

/** The call in the words of the one-shot engine (tools/engine/one-shot). `keyFolder`: where it keeps stretched keys. */
export function oneShotArguments(call: EngineCall, folder: DeploymentFolder, keyFolder: string): string[] {
  return [...oneShotWords(call, keyFolder), "--stack", folder.id];
}

function oneShotWords(call: EngineCall, keyFolder: string): string[] {
  switch (call.verb) {
    case "init":
      return ["init"];
    case "import":
      return ["import", "--file", call.file, "--keys", keyFolder];
    default:
      return [
        call.verb,
        ...(call.refreshFirst ? ["--refresh"] : []),
        ...["--client", call.server, "--event-log", `tcp://${call.server}`, "--keys", keyFolder],
      ];
  }
}
