import * as port from "@dinfra/port";
import type { Size } from "../settings.js";

export const smallestSize = (sizes: readonly Size[], least: { cpu: number; memory: number }): string =>
  port.smallestSize("placement.cloudstack.sizes", sizes, least);
