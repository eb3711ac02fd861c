import { tagged, type MachineRequest } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { cloudstack } from "./provider.js";
import { groupRules } from "./rules.js";
import type { CloudStackSettings } from "../settings.js";

/** A security group of one machine's own. */
export interface MachineSecurityGroup {
  name: string;
  id: pulumi.Output<string>;
  /** Resolves when its rules are there. */
  opened: pulumi.Output<string>;
}

/**
 * The group of one machine in a shared network: nothing comes in but what its ports let in, from neighbours neither. It stays when
 * the machine is replaced. Groups cannot be tagged: the description has the tags, by which the observer finds them.
 */
export function machineSecurityGroup(
  settings: CloudStackSettings,
  request: MachineRequest,
  opts: pulumi.CustomResourceOptions,
): MachineSecurityGroup {
  const { name, tags } = tagged(request, "firewall");
  const { project } = settings;
  const group = new (cloudstack().SecurityGroup)(
    `${request.logicalName}-firewall`,
    { name, description: JSON.stringify(tags), project },
    // A change of it would replace the group, which a machine holds on to.
    { ...opts, ignoreChanges: ["description"] },
  );
  const rules = new (cloudstack().SecurityGroupRule)(
    `${request.logicalName}-open`,
    { securityGroupId: group.id, project, rules: request.ports.apply(groupRules) },
    opts,
  );
  return { name, id: group.id, opened: rules.id };
}
