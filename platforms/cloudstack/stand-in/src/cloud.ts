import { Reachability } from "./addresses/reachability.js";
import { Addresses } from "./addresses/model.js";
import { Autoscale } from "./autoscale/model.js";
import { Balancers } from "./balancers/model.js";
import { defaultCatalogue } from "./catalogue/defaults.js";
import type { Catalogue } from "./catalogue/model.js";
import { SecurityGroups } from "./groups/model.js";
import type { Hypervisor } from "./hypervisor/port.js";
import { Jobs } from "./jobs/model.js";
import { Keys } from "./keys/model.js";
import { Machines, type Machine } from "./machines/model.js";
import { formatAddress, parseAddress } from "./networks/cidr.js";
import { Networks } from "./networks/model.js";
import type { StandInSettings } from "./settings.js";
import { Table } from "./table.js";
import { Tags } from "./tags/model.js";
import type { Account, Caller, Project } from "./tenancy/model.js";
import { Volumes } from "./volumes/model.js";

/** All state, one part per service. Nothing here knows a wire format. */
export class Cloud {
  readonly accounts = new Table<Account>("Account", 2);
  readonly callers: Caller[] = [];
  readonly projects = new Table<Project>("Project");
  readonly catalogue: Catalogue;
  readonly jobs: Jobs;
  readonly tags = new Tags();
  readonly keys = new Keys();
  readonly networks = new Networks();
  readonly addresses = new Addresses();
  readonly machines = new Machines();
  readonly volumes = new Volumes();
  readonly groups = new SecurityGroups();
  readonly balancers = new Balancers();
  readonly autoscale = new Autoscale();
  readonly reachability = new Reachability();
  readonly hypervisor: Hypervisor;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(readonly settings: StandInSettings) {
    this.hypervisor = settings.hypervisor;
    this.catalogue = defaultCatalogue(this.now(), settings.zones, settings.securityGroups);
    this.jobs = new Jobs(() => this.now(), settings.jobDuration);
    const first = parseAddress(settings.publicRange.first);
    this.catalogue.zones.all().forEach((zone, index) => {
      for (let i = 0; i < settings.publicRange.count; i += 1) {
        const address = formatAddress(first + index * settings.publicRange.count + i);
        this.addresses.table.insert({
          address,
          zone,
          tenant: undefined,
          allocated: undefined,
          network: undefined,
          vpc: undefined,
          sourceNat: false,
          staticNat: undefined,
        });
      }
    });
  }

  now(): Date {
    return this.settings.now();
  }

  /** What failed to start stays in state Error for a while, its name taken, and then goes by itself. */
  expungeLater(machine: Machine): void {
    if (this.settings.errorsLive === undefined) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (this.machines.table.get(machine.id)) void this.machines.expunge(this, machine);
    }, this.settings.errorsLive);
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}
