import {
  Exposure,
  ownerLabel,
  readSecret,
  type MachinePlatform,
  type MachineRequest,
  type PlatformDefinition,
  type SecretRef,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";

type Change = (platform: MachinePlatform, settings: { secretKey?: SecretRef }) => MachinePlatform;

/** The same platform with something else in it. */
const changed = (definition: PlatformDefinition, change: Change): PlatformDefinition => ({
  ...definition,
  open: (settings) => change(definition.open(settings) as MachinePlatform, settings as object),
});

const withMachine =
  (change: (request: MachineRequest) => MachineRequest): Change =>
  (platform) => ({
    ...platform,
    driver: { ...platform.driver, machine: (request, opts) => platform.driver.machine(change(request), opts) },
  });

/** Resources of a type get other arguments or options on their way to the engine. */
const withResources =
  (type: string, change: (args: Args, request: MachineRequest) => Partial<Args>): Change =>
  (platform) => ({
    ...platform,
    driver: {
      ...platform.driver,
      machine: (request, opts) => {
        const transform: pulumi.ResourceTransform = (args) =>
          args.type === type ? { props: args.props, opts: args.opts, ...change(args, request) } : undefined;
        return platform.driver.machine(request, { ...opts, transforms: [transform] });
      },
    },
  });

interface Args {
  props: Record<string, unknown>;
  opts: pulumi.CustomResourceOptions;
}

const instance = "aws:ec2/instance:Instance";
const volume = "aws:ebs/volume:Volume";

const withTag = ({ props }: Args, name: string, value: string): Partial<Args> => ({
  props: { ...props, tags: pulumi.output(props.tags as object).apply((tags) => ({ ...tags, [name]: value })) },
});

/** The same value, of which Pulumi does not know any more where it is from. */
function withoutOrigin<T>(output: pulumi.Output<T>): pulumi.Output<T> {
  const { isKnown, isSecret } = output as unknown as { isKnown: Promise<boolean>; isSecret: Promise<boolean> };
  const value = (output as unknown as { promise(withUnknowns: boolean): Promise<T> }).promise(true);
  const make = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<T>;
  return new make(new Set(), value, isKnown, isSecret, Promise.resolve(new Set()));
}

let runs = 0;

/** Platforms that break one promise each: its id, and how it is broken. `base` is a whole platform of machines. */
export const broken: Readonly<Record<string, (base: PlatformDefinition) => PlatformDefinition>> = {
  /** Opens the node's RPC to everybody. */
  "rpc-closed": (base) =>
    changed(
      base,
      withMachine((request) => ({
        ...request,
        ports: request.ports.apply((ports) =>
          ports.map((port) => (port.name === "rpc" ? { ...port, ranges: ["0.0.0.0/0"] } : port)),
        ),
      })),
    ),
  /** Shuts the port at which a machine says whether it is ready: what is left to ask is whether it takes a connection. */
  health: (base) =>
    changed(
      base,
      withMachine((request) => ({
        ...request,
        ports: request.ports.apply((ports) => ports.filter(({ name }) => name !== "health")),
      })),
    ),
  /** Formats a disk by the name that the kernel gave it, whatever is on it. */
  "format-blank": (base) =>
    changed(
      base,
      withResources(instance, ({ props }) => ({
        props: {
          ...props,
          userDataBase64: pulumi.output(props.userDataBase64 as string).apply((sent) => {
            const said = Buffer.from(sent, "base64").toString();
            return Buffer.from(`${said}\nbootcmd: [mkfs.ext4 -F /dev/nvme1n1]\n`).toString("base64");
          }),
        },
      })),
    ),
  /** Writes a key of its settings where everybody who sees the cloud can read it. */
  "no-secret": (base) =>
    changed(base, (platform, { secretKey = {} }) =>
      withResources(instance, (args) => withTag(args, "key", readSecret("secretKey", secretKey)))(platform, {}),
    ),
  /** Makes the disk anew with its machine. */
  "data-survives": (base) =>
    changed(
      base,
      withResources(volume, ({ opts }, { rebuild }) => ({ opts: { ...opts, replacementTrigger: rebuild } })),
    ),
  /** Another tag each time. */
  names: (base) =>
    changed(
      base,
      withResources(instance, (args) => withTag(args, "nonce", String((runs += 1)))),
    ),
  /** The engine does not know that the machine is in the network. */
  "deletion-order": (base) =>
    changed(
      base,
      withMachine((request) => ({ ...request, network: withoutOrigin(request.network) })),
    ),
  /** Does not look for disks. */
  agreement: (base) =>
    changed(base, (platform) => ({
      ...platform,
      observer: {
        ...platform.observer,
        snapshot: async (wish) => {
          const { begunAt, owned } = await platform.observer.snapshot(wish);
          const seen = [...owned].map(([owner, things]) => [owner, things.filter((t) => t.type !== volume)] as const);
          return { begunAt, owned: new Map(seen) };
        },
      },
    })),
  /** Does not know a machine by what was asked for. */
  recovery: (base) =>
    changed(base, (platform) => ({
      ...platform,
      observer: {
        ...platform.observer,
        identify: (half, owned) => (half.type === instance ? undefined : platform.observer.identify(half, owned)),
      },
    })),
  /** Takes every machine for one of the network's own. */
  strangers: (base) =>
    changed(
      base,
      withMachine((request) => ({
        ...request,
        network: request.network.apply((network) => ({
          ...network,
          details: { ...network.details, owner: ownerLabel(request.owner) },
        })),
      })),
    ),
  /** Says that disks grow, and makes them as large as they were. */
  capabilities: (base) =>
    changed(base, (platform) => ({
      ...platform,
      driver: {
        ...platform.driver,
        disk: (request, opts) => platform.driver.disk({ ...request, sizeGib: pulumi.output(100) }, opts),
      },
    })),
  /** Its cloud takes less than it sends. */
  "user-data": (base) => ({ ...base, evidence: { ...base.evidence, userDataBytes: 100 } }),
};

/** The same for a validator behind its sentry, by promise: what its machines alone show. */
export const brokenBehindSentry: typeof broken = {
  "data-survives": broken["data-survives"]!,
  /** Lets the whole of a network to the validator's peers' port, not its sentry alone. */
  strangers: (base) =>
    changed(
      base,
      withMachine((request) => {
        if (!request.role.endsWith("/validator/machine")) return request;
        const ports = request.ports.apply((all) =>
          all.map((port) => (port.exposure === Exposure.Peers ? { ...port, ranges: ["10.0.0.0/16"] } : port)),
        );
        return { ...request, ports };
      }),
    ),
};
