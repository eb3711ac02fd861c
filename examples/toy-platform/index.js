// A platform of a third party, whole. Its cloud is a folder of this machine (the resources of @dinfra/host), and a machine is a
// process that starts what its user data says; everything else is as a platform for a real cloud has it.
const path = require("node:path");
const host = require("@dinfra/host");
const { identifyByName, ownerLabel, physicalName, sharedLooks, withoutGroups } = require("@dinfra/port");
const pulumi = require("@pulumi/pulumi");

const settingsSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  additionalProperties: false,
  required: ["cloud"],
  properties: { cloud: { description: "Folder that the cloud lies in.", type: "string", pattern: "^/" } },
};

/** The name and owner that every resource of the toy cloud bears. */
const identity = ({ cloud }, { owner, role, index }, limits) => ({
  name: physicalName(owner, role, index, limits),
  owner,
  root: cloud,
});

const driver = (settings) => ({
  network(request, opts) {
    const { name, ...common } = identity(settings, { ...request, role: `${request.role}/network` });
    const network = new host.Network(request.logicalName, { name, ...common, size: 1 }, opts);
    return {
      attachment: network.address.apply((address) => ({
        ...{ id: name, address: "", firstPort: 0, lastPort: 0 },
        details: { address },
      })),
      resources: [{ kind: "network", name }],
    };
  },

  disk(request, opts) {
    const common = identity(settings, request);
    const handle = new host.Directory(request.logicalName, common, { ...opts, protect: request.protectData });
    return { volume: request.volume, handle, resources: [{ kind: "disk", name: common.name }] };
  },

  machine(request, opts) {
    const common = identity(settings, request, { incarnation: request.rebuild });
    const address = request.network.apply(({ details }) => details.address);
    const open = request.ports.apply((ports) => ports.filter(({ ranges }) => ranges.length > 0).map((p) => p.number));
    new host.Process(
      request.logicalName,
      {
        ...common,
        command: process.execPath,
        args: [path.join(__dirname, "machine.js"), address, pulumi.jsonStringify(open), request.userData],
      },
      // A change of user data reaches no machine that runs.
      { ...opts, ignoreChanges: ["args"] },
    );
    return {
      addresses: { private: address },
      ssh: { host: address, port: pulumi.output(22), user: pulumi.output("toy") },
      devices: pulumi
        .all(request.disks.map(({ handle }) => handle.path))
        .apply((paths) => Object.fromEntries(request.disks.map(({ volume }, i) => [volume, paths[i]]))),
      resources: [{ kind: "machine", name: common.name }],
    };
  },
});

const kinds = { process: "Process", directory: "Directory", network: "Network", file: "File" };

const observer = ({ cloud }) => ({
  snapshot: sharedLooks(async () =>
    (await host.listAll(cloud)).map(({ kind, name, owner, running }) => ({
      type: `dinfra-host:index:${kinds[kind]}`,
      ...{ name, id: name, owner: ownerLabel(owner) },
      ...(running === undefined ? {} : { state: running ? "running" : "ended" }),
    })),
  ),
  consistencyDelayMs: 50,
  identify: identifyByName(({ inputs }) => inputs.name),
});

const capabilities = {
  network: true,
  existingNetwork: { lacks: "the toy cloud has no networks but those that we make" },
  sharedNetwork: { lacks: "the toy cloud has no firewall for each machine" },
  workload: { lacks: "the toy cloud has machines only" },
  machine: true,
  disk: true,
  diskGrowth: { lacks: "a toy disk has no size" },
  snapshotRestore: { lacks: "a toy machine takes no steps before it starts" },
  reservedPeers: { lacks: "a toy machine has no agent" },
  mountedSecrets: { lacks: "the toy cloud keeps no secrets" },
  login: { lacks: "a toy machine has no SSH server" },
  ...withoutGroups("make a SubstrateNode for each"),
};

// What a conformance run reads: a machine's arguments are its address, its open ports and its user data.
const machines = (resources) =>
  resources
    .filter(({ type }) => type === "dinfra-host:index:Process")
    .map(({ inputs: { name, args } }) => ({ name, open: JSON.parse(args[2]), userData: args[3] }));

const evidence = {
  openings: (resources) =>
    machines(resources).flatMap(({ name, open }) =>
      open.map((port) => ({ of: name, firstPort: port, lastPort: port, ranges: ["127.0.0.0/8"], machines: [] })),
    ),
  filtersInside: false,
  userData: (resources) =>
    machines(resources).map(({ name, userData }) => ({ of: name, bytes: Buffer.from(userData) })),
  // The longest argument of a process: MAX_ARG_STRLEN of Linux, without its end.
  userDataBytes: 131_071,
};

exports.platform = {
  name: "toy",
  settingsSchema,
  evidence,
  open: (settings) => ({ shape: "machine", capabilities, driver: driver(settings), observer: observer(settings) }),
};
