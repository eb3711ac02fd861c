import type { MaintenanceWindow } from "@dinfra/chain";

export const formatMaintenance = ({ from, until }: MaintenanceWindow): string =>
  `from block ${from} until block ${until}`;
