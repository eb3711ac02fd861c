import * as fs from "node:fs";
import * as path from "node:path";

/**
 * The same as the one of `@dinfra/host`, which would bring the Pulumi SDK along: a place where a test may stop this process, to kill it
 * there. Does nothing unless DINFRA_TEST_BARRIER names a folder
 * and DINFRA_TEST_BARRIER_POINTS (comma separated) lists `point`. Then it writes `<folder>/<point>.<pid>.reached` and
 * goes on when `<folder>/<point>.go` exists.
 */
export async function barrier(point: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const folder = env.DINFRA_TEST_BARRIER;
  if (!folder || !(env.DINFRA_TEST_BARRIER_POINTS ?? "").split(",").includes(point)) return;
  const go = path.join(folder, `${point}.go`);
  await new Promise<void>((resolve, reject) => {
    const watcher = fs.watch(folder, () => goOn());
    const goOn = () => {
      if (!fs.existsSync(go)) return;
      watcher.close();
      resolve();
    };
    watcher.on("error", reject);
    fs.writeFileSync(path.join(folder, `${point}.${process.pid}.reached`), "");
    goOn();
  });
}
