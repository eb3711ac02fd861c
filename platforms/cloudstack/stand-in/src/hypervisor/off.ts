import type { Hypervisor } from "./port.js";

/** Nothing boots: records only. For tests of what is made and deleted, and for load. */
export const off: Hypervisor = {
  openNetwork: async () => {},
  closeNetwork: async () => {},
  start: async () => {},
  stop: async () => {},
  reboot: async () => {},
  expunge: async () => {},
  attach: async () => {},
  detach: async () => {},
  resize: async () => {},
  removeDisk: async () => {},
  forward: async () => {},
};
