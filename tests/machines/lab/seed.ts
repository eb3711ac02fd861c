import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where cloud-init finds what a machine is told. CloudStack's source asks the metadata service of the network. */
export type Datasource = "nocloud" | "cloudstack";

/** Writes into a machine's root what its hypervisor would present to it. JSON is YAML, which is what cloud-init reads. */
export function writeSeed(
  root: string,
  datasource: Datasource,
  userData: string | Buffer,
  metaData: Record<string, string>,
): void {
  const list = datasource === "nocloud" ? "[NoCloud]" : "[CloudStack]";
  writeFileSync(join(root, "etc/cloud/cloud.cfg.d/95-lab.cfg"), `datasource_list: ${list}\n`);
  if (datasource !== "nocloud") return;
  const seed = join(root, "var/lib/cloud/seed/nocloud");
  mkdirSync(seed, { recursive: true });
  writeFileSync(join(seed, "meta-data"), JSON.stringify(metaData));
  writeFileSync(join(seed, "user-data"), userData);
}
