import { loopbackWithoutProxy } from "./loopback-without-proxy.js";
import { refuseArguments } from "./story/arguments.js";
import { reasonOfEnd } from "./story/child.js";
import { onEarlyEnd } from "./story/early-end.js";
import { Stage } from "./story/stage.js";
import { start } from "./story/start-story.js";
import { withoutHome } from "./without-home.js";

// The same as the demo brings up, until Ctrl-C, for whoever wants to type.
refuseArguments(
  "npm start",
  "Brings up a chain, a provider and his reactor, says what to type, and stays until Ctrl-C.",
);

loopbackWithoutProxy(process.env);
withoutHome(process.env);
const stage = new Stage();
const stop = new AbortController();
onEarlyEnd((cause) => {
  if (cause instanceof Error && !stop.signal.aborted) explain(cause);
  stop.abort();
});

start(stage, stop.signal, (text) => console.log(text))
  .catch((error: unknown) => {
    if (!stop.signal.aborted) explain(error);
  })
  .then(() => stage.clear())
  .then(
    () => process.exit(process.exitCode),
    (error: unknown) => {
      console.error(`Something is left in ${stage.folder}: ${String(error)}`);
      process.exit(1);
    },
  );

function explain(error: unknown): void {
  process.exitCode = 1;
  console.error(`Could not go on: ${reasonOfEnd(error)}`);
}
