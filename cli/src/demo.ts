import { StoryFailure } from "./story/child.js";
import { demo } from "./story/demo-story.js";
import { Stage } from "./story/stage.js";
import { Telling } from "./story/telling.js";

// The whole story in one go: it ends by itself, 0 where every step was as it should be.
const stage = new Stage();
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    console.error("\ninterrupted; ending what was started");
    void stage.clear().then(() => process.exit(130));
  });
}

demo(stage, new Telling((text) => console.log(text)))
  .catch((error: unknown) => {
    if (interrupted) return;
    process.exitCode = 1;
    for (const line of stage.lastWords()) console.error(line.slice(0, 400));
    console.error(
      `\nThe demo stopped: ${error instanceof StoryFailure ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  })
  .then(() => stage.clear())
  .then(
    () => process.exit(interrupted ? 130 : process.exitCode),
    (error: unknown) => {
      console.error(`Something of the demo is left in ${stage.folder}: ${String(error)}`);
      process.exit(1);
    },
  );
