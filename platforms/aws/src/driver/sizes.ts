import { Architecture, smallestSize, type MachineSize } from "@dinfra/port";
import type { AwsSettings } from "../settings.js";

/** GiB for each processor of the families, and what the sizes have. Source: instance types of EC2, families c7, m7, r7. */
const families = [
  { letter: "c", gibPerCpu: 2 },
  { letter: "m", gibPerCpu: 4 },
  { letter: "r", gibPerCpu: 8 },
];
const steps = [
  { name: "large", cpus: 2 },
  { name: "xlarge", cpus: 4 },
  { name: "2xlarge", cpus: 8 },
  { name: "4xlarge", cpus: 16 },
  { name: "8xlarge", cpus: 32 },
];
const generation: Record<Architecture, string> = { amd64: "7i", arm64: "7g" };

/** Instance types of a processor, without those that have credits: a node's load never ends. */
export function defaultSizes(architecture: Architecture): MachineSize[] {
  return families.flatMap(({ letter, gibPerCpu }) =>
    steps.map(({ name, cpus }) => ({
      name: `${letter}${generation[architecture]}.${name}`,
      cpu: cpus * 1000,
      memory: cpus * gibPerCpu * 1024,
    })),
  );
}

export function instanceTypeFor(
  { sizes }: AwsSettings,
  architecture: Architecture,
  least: { cpu: number; memory: number },
): string {
  return smallestSize("placement.aws.sizes", sizes ?? defaultSizes(architecture), least);
}
