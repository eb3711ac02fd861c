import { Reach } from "../../workload/workload.js";
import type { WorkloadPlatform } from "../port.js";
import { localDriver } from "./driver.js";
import { localObserver } from "./observer.js";

/** Processes and folders of this machine. Everything listens on loopback. */
export const local: WorkloadPlatform = {
  name: "local",
  shape: "workload",
  reach: Reach.Loopback,
  driver: localDriver,
  observer: localObserver,
  capabilities: {
    network: true,
    workload: true,
    workloadGroup: { lacks: "place one component a node" },
    machine: { lacks: "processes share this machine; place it on a cloud" },
    machineGroup: { lacks: "place it on a cloud" },
    disk: { lacks: "data lies in a folder of this machine" },
    address: { lacks: "each network has a loopback address; place it on a cloud for one that others reach" },
    balancer: { lacks: "connect to the node's own endpoint" },
    snapshotRestore: { lacks: "start the node empty, or place it on a cloud" },
    secretStore: { lacks: "use a platform with a secret store" },
    login: { lacks: "nobody may log in to the provider's own machine; leave the list of logins empty" },
  },
};
