import { createHash } from "node:crypto";
import * as host from "@dinfra/host";
import {
  assertOutline,
  physicalName,
  portsInRange,
  renderFile,
  renderProcess,
  type HostPlace,
  type Identity,
  type Placed,
  type PlacedNetwork,
  type WorkloadDriver,
  type WorkloadRequest,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { isolationOf, programIsolation } from "./isolation.js";
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
    const { outline, protectData } = request;
    const isolation = isolationOf(settings);
    const sandboxed = isolation?.kind === host.IsolationKind.Namespaces;
    const volumes = outline.volumes.map((volume) => {
      const common = commonArgs(request, volume, settings);
      const fixed = request.workload.apply(({ volumes }) => volumes.find(({ name }) => name === volume)?.fixed);
      const directory = new host.Directory(
        `${request.logicalName}-${volume}`,
        { ...common, isolation, fixed: fixed as pulumi.Output<Record<string, string>> },
        {
          ...opts,
          protect: protectData,
        },
      );
      return { volume, directory, resource: { kind: "directory", name: common.name } };
    });
    const bare = pulumi
      .all([request.network, portsOf(request, settings, opts), pulumi.all(volumes.map((v) => v.directory.path))])
      .apply(([network, ports, paths]) => ({
        address: network.address,
        ports,
        volumes: Object.fromEntries(volumes.map((v, i) => [v.volume, paths[i] as string])),
      }));
    const files = filesOf(request, bare, settings, opts);
    const place: pulumi.Output<HostPlace> = files
      ? pulumi.all([bare, files.paths]).apply(([where, paths]) => ({ ...where, files: paths }))
      : bare;
    let earlier: host.Process[] = [];
    const processes = outline.services.map((service) => {
      const common = commonArgs(request, service, settings);
      const rendered = pulumi.all([request.workload, place]).apply(([workload, where]) => {
        assertOutline(workload, outline);
        return { ...renderProcess(workload, service, where), isolation: programIsolation(settings, workload, service) };
      });
      const process = new host.Process(
        `${request.logicalName}-${service}`,
        {
          ...common,
          command: rendered.command,
          args: rendered.args,
          firstStartFlags: rendered.firstStartFlags,
          ports: rendered.ports,
          readiness: rendered.readiness,
          stopSignal: rendered.stopSignal,
          stopGraceSeconds: rendered.stopGraceSeconds,
          reload: reloadOf(rendered, files?.digests[service]),
          peerProcesses: peerProcessesOf(request),
          isolation: sandboxed ? (rendered.isolation as pulumi.Output<host.Isolation>) : isolation,
        },
        // A signal comes after what it tells of, and a service that comes beside another one may have a port that this had.
        files || earlier.length > 0 ? { ...opts, dependsOn: [...(files?.made ?? []), ...earlier] } : opts,
      );
      earlier = [...earlier, process];
      return { kind: "process", name: common.name };
    });
    return {
      ports: place.apply(({ address, ports }) =>
        Object.entries(ports).map(([name, port]) => ({ name, address, port })),
      ),
      resources: [...volumes.map((v) => v.resource), ...(files?.resources ?? []), ...processes],
    };
  },
});

/**
 * Files of a workload's services, in a folder a service. A file is named by its content: a program reads it when it starts, and
 * another content is another argument, for which the process is made anew. Files of a service that reads them again are
 * written over in place. Undefined where no service has one.
 */
function filesOf(
  request: WorkloadRequest,
  place: pulumi.Output<HostPlace>,
  settings: LocalSettings,
  opts: pulumi.CustomResourceOptions,
) {
  const { outline, logicalName } = request;
  const wanted = outline.files ?? [];
  if (wanted.length === 0) return undefined;
  const services = [...new Set(wanted.map(({ service }) => service))];
  const folders = services.map((service) => {
    const common = commonArgs(request, `${service}/files`, settings);
    const isolation = isolationOf(settings);
    return {
      service,
      name: common.name,
      made: new host.Directory(`${logicalName}-${service}-files`, { ...common, isolation }, opts),
    };
  });
  const paths = wanted.map((of) => {
    const rendered = pulumi.all([request.workload, place]).apply(([workload, where]) => {
      assertOutline(workload, outline);
      return renderFile(workload, of, where);
    });
    const { content, mode } = rendered;
    const directory = folders.find(({ service }) => service === of.service)!.made.path;
    const digest = content.apply((text) => createHash("sha256").update(text).digest("hex"));
    const reloads = request.workload.apply(({ services }) => services.find((s) => s.name === of.service)?.reload);
    const name = pulumi
      .all([digest, reloads])
      .apply(([hash, reload]) => (reload ? of.file : `${hash.slice(0, 12)}-${of.file}`));
    const { root } = settings;
    const file = new host.File(
      `${logicalName}-${of.service}-${of.file}`,
      { directory, name, content, mode, root },
      opts,
    );
    // A preview does not know the path of a file that is written over, but for its folder's.
    const path = reloads.apply((reload) => (reload ? pulumi.interpolate`${directory}/${of.file}` : file.path));
    return { file, digest, of, path: path.apply((where) => ({ ...of, path: where })) };
  });
  return {
    made: paths.map(({ file }) => file),
    digests: Object.fromEntries(
      services.map((service) => [
        service,
        pulumi.all(paths.filter(({ of }) => of.service === service).map(({ digest }) => digest)),
      ]),
    ),
    paths: pulumi
      .all(paths.map(({ path }) => path))
      .apply((all) =>
        Object.fromEntries(
          services.map((service) => [
            service,
            Object.fromEntries(all.filter((f) => f.service === service).map(({ file, path }) => [file, path])),
          ]),
        ),
      ),
    resources: folders.map(({ name }) => ({ kind: "directory", name })),
  };
}

/** Undefined for a process that reads nothing again, so that the state of such ones stays the same. */
function reloadOf(
  rendered: pulumi.Output<{ reloadSignal?: string }>,
  digests: pulumi.Output<string[]> | undefined,
): pulumi.Output<host.ProcessReload | undefined> | undefined {
  if (!digests) return undefined;
  return pulumi
    .all([rendered, digests])
    .apply(([{ reloadSignal: signal }, all]) => (signal === undefined ? undefined : { signal, digest: all.join(" ") }));
}

/**
 * Ports of a workload, by name. What is recorded on this machine is known in a preview, so that nothing seems to change that does
 * not; only a new workload has to wait for its ports.
 */
function portsOf(
  request: WorkloadRequest,
  settings: LocalSettings,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<Record<string, number>> {
  const { outline, index, network, logicalName } = request;
  const ports = [...outline.ports];
  if (!request.sharesNetwork) return network.apply((range) => portsInRange(range, ports, index));
  const common = commonArgs(request, outline.services[0] as string, settings);
  const leased = new host.Ports(
    `${logicalName}-ports`,
    { ...common, network: network.apply(({ id }) => id), ports },
    opts,
  );
  return network.apply(
    ({ id }) => host.recordedPorts({ ...common, network: id, ports }) ?? leased.numbers,
  ) as pulumi.Output<Record<string, number>>;
}

/** Undefined without peers, so that the state of who has none stays the same. */
function peerProcessesOf({ owner, peers = [] }: WorkloadRequest) {
  const others = peers.filter((peer) => peer.owner !== owner);
  if (others.length === 0) return undefined;
  return others.map((peer) => ({
    name: physicalName(peer.owner, `${peer.role}/${peer.service}`, peer.index),
    owner: peer.owner,
    ports: [...peer.ports],
    ...(peer.also && {
      also: peer.also.map((service) => physicalName(peer.owner, `${peer.role}/${service}`, peer.index)),
    }),
  }));
}

/** `part` keeps the names of one component's resources apart: the slash can be in no logical name's suffix. */
function commonArgs(identity: Identity, part: string, settings: LocalSettings) {
  return {
    name: physicalName(identity.owner, `${identity.role}/${part}`, identity.index),
    owner: identity.owner,
    root: settings.root,
  };
}
