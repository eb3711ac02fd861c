import { runChild, settingsFromSupervisor } from "@dinfra/service/child-process";
import { processLog } from "@dinfra/service/log";
import type { SidecarSettings } from "./config.js";
import { follow } from "./follow.js";

// The sidecar process beside a reactor of ours, as its supervisor starts it.

const log = processLog("sidecar");
runChild(log, (fail) => follow(settingsFromSupervisor<SidecarSettings>(), log, fail));
