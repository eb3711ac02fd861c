import { defaultProfile, loadProfile, type Profile } from "@dinfra/stacks";
import { dataFolder } from "@dinfra/service/data-folder";

/** The configured profile; without one that of this machine, with everything below the data directory. */
export function readProfile(config: { profile?: string; dataDir: string }): Profile {
  return config.profile === undefined
    ? defaultProfile({ root: dataFolder(config.dataDir).host })
    : loadProfile(config.profile);
}
