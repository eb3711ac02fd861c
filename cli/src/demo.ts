import { loopbackWithoutProxy } from "./loopback-without-proxy.js";
import { refuseArguments } from "./story/arguments.js";
import { reasonOfEnd } from "./story/child.js";
import { demo } from "./story/demo-story.js";
import { onEarlyEnd } from "./story/early-end.js";
import { Stage } from "./story/stage.js";
import { Telling } from "./story/telling.js";
import { withoutHome } from "./without-home.js";

// The whole story in one go: it ends by itself, 0 where every step was as it should be.
refuseArguments(
  "npm run demo",
  "Tells the whole story on a chain of its own, in one to two minutes, and ends by itself.",
);

loopbackWithoutProxy(process.env);
withoutHome(process.env);
const stage = new Stage();
/** The exit code, once the story is to end early: 130 as after Ctrl-C, 141 as after a closed pipe. */
let early: number | undefined;

onEarlyEnd((cause) => {
  if (early !== undefined) return;
  early = cause instanceof Error ? 1 : cause === "told" ? 130 : 141;
  if (cause instanceof Error) explain(cause);
  else if (cause === "told") console.error("\ninterrupted; ending what was started");
  void leave(early);
});

demo(stage, new Telling((text) => console.log(text))).then(
  () => leave(0),
  (error: unknown) => {
    if (early === undefined) explain(error);
    return leave(1);
  },
);

function explain(error: unknown): void {
  for (const line of stage.lastWords()) console.error(line.slice(0, 400));
  console.error(`\nThe demo stopped: ${reasonOfEnd(error)}`);
}

function leave(code: number): Promise<never> {
  return stage.clear().then(
    () => process.exit(early ?? code),
    (error: unknown) => {
      console.error(`Something of the demo is left in ${stage.folder}: ${String(error)}`);
      process.exit(1);
    },
  );
}
