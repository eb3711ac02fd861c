// Machines of a cloud that do not boot, as far as an engine sees them: each answers SSH as its agent does. The provider that
// asks is the real one. What an agent really does with a release is tried on machines that boot (tests/machines).
import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server as Listener, type Socket } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import type { PeerLists, Status } from "@dinfra/node/dist/ssh/agent.js";
import type { ReleaseDocument } from "@dinfra/schemas";
import { base58Encode } from "@polkadot/util-crypto";
import { Server, utils, type Connection, type ServerChannel } from "ssh2";
import { sshKeyPair } from "../../providers/node/src/testing/key-pair.js";

/** A machine as its cloud has it now. */
export interface CloudMachine {
  id: string;
  /** Its data disks, in order, with their sizes in GiB. */
  disks: { id: string; gib: number }[];
}

/** A service that runs, and the disk that its keys lie on. */
export interface Running {
  machine: string;
  disk: string | undefined;
  peerId: string | undefined;
  peers: PeerLists | undefined;
  document: ReleaseDocument;
}

/** What a machine was brought. */
interface Brought {
  readonly address: string;
  readonly host: Server;
  readonly sealingKey: string;
  document?: ReleaseDocument;
  digest: string;
  readonly peers: Map<string, PeerLists>;
}

export class Agents {
  /** File with the operators' private key. */
  readonly identity: string;
  readonly publicKey: string;
  /** Who was asked what, in order: `<machine> <command>`. Looks are left out. */
  readonly asked: string[] = [];
  private readonly login = sshKeyPair();
  private readonly machines = new Map<string, Brought>();
  /** Peer ids by disk: the key lies there. */
  private readonly peerIds = new Map<string, string>();
  private readonly connections = new Set<Connection>();
  private readonly listeners = new Map<string, Listener>();

  /**
   * @param folder keeps the identity
   * @param machineAt the cloud's machine at an address of its network; undefined where there is none
   */
  constructor(
    folder: string,
    private readonly machineAt: (privateAddress: string) => CloudMachine | undefined,
  ) {
    this.identity = join(folder, "operator");
    this.publicKey = this.login.public.trim();
    writeFileSync(this.identity, this.login.private, { mode: 0o600 });
  }

  /** Opens a machine that SSH goes through; answers its port on 127.0.0.1. */
  async jumpHost(): Promise<number> {
    const host = this.server((connection) =>
      connection.on("tcpip", (accept, refuse, { destIP, destPort }) => {
        if (destPort !== 22 || this.machineAt(destIP) === undefined) return refuse();
        this.answer(destIP, accept());
      }),
    );
    await this.listen("127.0.0.1", 0, (socket) => host.injectSocket(socket));
    return (this.listeners.get("127.0.0.1:0")!.address() as AddressInfo).port;
  }

  /** The machine answers at an address of the world's, too: SSH, and its peers as long as its service runs. */
  async reachedAt(publicAddress: string, privateAddress: () => string | undefined, port = 22): Promise<void> {
    await this.listen(publicAddress, port, (socket) => {
      const at = privateAddress();
      if (at === undefined) return void socket.destroy();
      if (port === 22) return this.answer(at, socket);
      const { id } = this.machineAt(at) ?? {};
      if (!this.running().some(({ machine }) => machine === id)) socket.destroy();
    });
  }

  async notReachedAt(publicAddress: string, port = 22): Promise<void> {
    const key = `${publicAddress}:${port}`;
    const listener = this.listeners.get(key);
    this.listeners.delete(key);
    if (listener) await new Promise((resolve) => listener.close(resolve));
  }

  /** What runs on the machines that there are. */
  running(): Running[] {
    return [...this.machines].flatMap(([id, { address, document, peers }]) => {
      const machine = this.machineAt(address);
      if (machine?.id !== id || !document) return [];
      const disk = machine.disks[0]?.id;
      return document.services
        .filter((service) => !service.peers || peers.has(service.name))
        .map((service) => ({
          ...{ machine: id, disk, document, peers: peers.get(service.name) },
          peerId: service.peers && disk ? this.peerIdOf(disk) : undefined,
        }));
    });
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.end();
    await Promise.all([...this.listeners.keys()].map((key) => this.notReachedAt(...split(key))));
  }

  private async listen(address: string, port: number, take: (socket: Socket) => void): Promise<void> {
    const listener = createServer((socket) => {
      socket.on("error", () => undefined);
      take(socket);
    });
    listener.unref();
    listener.listen(port, address);
    await once(listener, "listening");
    this.listeners.set(`${address}:${port}`, listener);
  }

  private answer(address: string, socket: Duplex): void {
    const machine = this.machineAt(address);
    if (!machine) return void socket.destroy();
    let brought = this.machines.get(machine.id);
    if (!brought) {
      const host = this.server((connection) =>
        connection.on("session", (accept) =>
          accept().on("exec", (take, _refuse, { command }) => {
            void this.execute(address, command, take());
          }),
        ),
      );
      brought = { address, host, sealingKey: sealingKey(), digest: "", peers: new Map() };
      this.machines.set(machine.id, brought);
    }
    brought.host.injectSocket(socket as Socket);
  }

  /** An SSH server with a host key of its own, which lets the operator in. */
  private server(use: (connection: Connection) => void): Server {
    const allowed = utils.parseKey(this.login.public);
    if (allowed instanceof Error) throw allowed;
    return new Server({ hostKeys: [sshKeyPair().private] }, (connection) => {
      this.connections.add(connection.on("close", () => this.connections.delete(connection)));
      connection.on("error", () => undefined);
      connection.on("authentication", (context) => {
        if (context.method === "publickey" && context.key.data.equals(allowed.getPublicSSH())) context.accept();
        else context.reject(["publickey"]);
      });
      use(connection);
    });
  }

  private async execute(address: string, command: string, channel: ServerChannel): Promise<void> {
    let input = "";
    for await (const part of channel) input += String(part);
    const machine = this.machineAt(address);
    const brought = machine && this.machines.get(machine.id);
    if (!machine || !brought) return void channel.destroy();
    if (command !== "status") this.asked.push(`${machine.id} ${command}`);
    if (command === "apply") {
      brought.document = JSON.parse(input) as ReleaseDocument;
      brought.digest = createHash("sha256").update(input).digest("hex");
    }
    if (command === "remove") {
      brought.document = undefined;
      brought.digest = "";
      brought.peers.clear();
    }
    if (command === "peers") {
      const { service, withdraw, ...lists } = JSON.parse(input) as PeerLists & { service: string; withdraw?: true };
      if (withdraw) brought.peers.delete(service);
      else brought.peers.set(service, lists);
    }
    channel.write(JSON.stringify(this.status(machine, brought)));
    channel.exit(0);
    channel.end();
  }

  private status(machine: CloudMachine, { document, digest, peers, sealingKey }: Brought): Status {
    const services = document?.services ?? [];
    const [disk] = machine.disks;
    const waiting = services.filter((service) => service.peers && !peers.has(service.name));
    const condition = (status: boolean) => ({ status, reason: status ? "" : "it waits for its peers" });
    return {
      protocols: [1, 2, 3, 4],
      agent: "0.1.0",
      machine: { name: document?.name ?? "", id: machine.id, architecture: "amd64", sealingKey },
      release: {
        ...{ name: document?.name ?? "", desired: digest, running: digest, phase: "idle", failure: null },
      },
      conditions: {
        booted: condition(true),
        restored: condition(true),
        started: condition(waiting.length === 0),
        ready: condition(waiting.length === 0),
      },
      services: services.map(({ name }) => ({ name, state: waiting.length === 0 ? "active" : "waiting" })),
      nodes: services
        .filter((service) => service.peers && disk)
        .map(({ name }) => ({
          ...{ service: name, peerId: this.peerIdOf(disk!.id), peers: peers.get(name) ?? null },
          settled: peers.has(name),
        })),
      volumes: (document?.volumes ?? []).map(({ name, fixed = {} }, i) => ({
        ...{ name, fixed: fixed as Record<string, string>, mounted: true, wantsGib: 0 },
        diskBytes: (machine.disks[i]?.gib ?? 0) * 2 ** 30,
      })),
    };
  }

  /** A key is made on a disk once. */
  private peerIdOf(disk: string): string {
    const known = this.peerIds.get(disk);
    if (known) return known;
    // Multihash "identity" of a protobuf that holds an ed25519 key.
    const made = base58Encode(Buffer.concat([Buffer.from("002408011220", "hex"), randomBytes(32)]));
    this.peerIds.set(disk, made);
    return made;
  }
}

const split = (key: string): [string, number] => {
  const at = key.lastIndexOf(":");
  return [key.slice(0, at), Number(key.slice(at + 1))];
};

function sealingKey(): string {
  const { publicKey } = generateKeyPairSync("x25519");
  return publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
}
