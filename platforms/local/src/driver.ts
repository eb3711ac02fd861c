import * as host from "@dinfra/host";
import {
  assertOutline,
  physicalName,
  portsInRange,
  renderProcess,
  type Identity,
  type Placed,
  type PlacedNetwork,
  type WorkloadDriver,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { isolationOf } from "./isolation.js";
import type { LocalSettings } from "./settings.js";

/** A network is a loopback address and a port range, a volume a folder, a service a process. */
export const localDriver = (settings: LocalSettings): WorkloadDriver => ({
  network(request, opts): PlacedNetwork {
    const common = commonArgs(request, "network", settings);
    const network = new host.Network(request.logicalName, { ...common, size: request.size }, opts);
    return {
      attachment: pulumi
        .all([network.name, network.address, network.firstPort, network.lastPort])
        .apply(([id, address, firstPort, lastPort]) => ({ id, address, firstPort, lastPort })),
      resources: [{ kind: "network", name: common.name }],
    };
  },

  workload(request, opts): Placed {
    const { outline, index, protectData } = request;
    const isolation = isolationOf(settings);
    const volumes = outline.volumes.map((volume) => {
      const common = commonArgs(request, volume, settings);
      const directory = new host.Directory(
        `${request.logicalName}-${volume}`,
        { ...common, isolation },
        {
          ...opts,
          protect: protectData,
        },
      );
      return { volume, directory, resource: { kind: "directory", name: common.name } };
    });
    const place = pulumi
      .all([request.network, pulumi.all(volumes.map((v) => v.directory.path))])
      .apply(([network, paths]) => ({
        address: network.address,
        ports: portsInRange(network, outline.ports, index),
        volumes: Object.fromEntries(volumes.map((v, i) => [v.volume, paths[i] as string])),
      }));
    const processes = outline.services.map((service) => {
      const common = commonArgs(request, service, settings);
      const rendered = pulumi.all([request.workload, place]).apply(([workload, where]) => {
        assertOutline(workload, outline);
        return renderProcess(workload, service, where);
      });
      new host.Process(
        `${request.logicalName}-${service}`,
        {
          ...common,
          command: rendered.command,
          args: rendered.args,
          ports: rendered.ports,
          readiness: rendered.readiness,
          stopSignal: rendered.stopSignal,
          stopGraceSeconds: rendered.stopGraceSeconds,
          isolation,
        },
        opts,
      );
      return { kind: "process", name: common.name };
    });
    return {
      ports: place.apply(({ address, ports }) =>
        Object.entries(ports).map(([name, port]) => ({ name, address, port })),
      ),
      resources: [...volumes.map((v) => v.resource), ...processes],
    };
  },
});

/** `part` keeps the names of one component's resources apart: the slash can be in no logical name's suffix. */
function commonArgs(identity: Identity, part: string, settings: LocalSettings) {
  return {
    name: physicalName(identity.owner, `${identity.role}/${part}`, identity.index),
    owner: identity.owner,
    root: settings.root,
  };
}
