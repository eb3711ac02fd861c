import { NodeError } from "../errors.js";
import { connect, execute, type Place, type Way } from "./connect.js";

export interface Condition {
  status: boolean;
  reason: string;
}

/** What the agent answers, as far as this provider reads it. */
export interface Status {
  protocols: number[];
  agent: string;
  machine: { name: string; id: string; architecture: string; sealingKey: string };
  release: {
    name: string;
    desired: string;
    running: string;
    phase: string;
    failure: { code: string; message: string; permanent: boolean } | null;
  };
  conditions: Record<"booted" | "restored" | "started" | "ready", Condition>;
  services: { name: string; state: string }[];
  /** Of the agent itself; not said by agents of before. */
  renewal?: { current: string; failure: { code: string; message: string } | null } | null;
  /** Services that have peers. Not said by agents of before they were. */
  nodes?: { service: string; peerId: string; peers: PeerLists | null; settled: boolean }[];
  volumes: {
    name: string;
    mounted: boolean;
    fixed: Record<string, string>;
    wantsGib: number;
    /** Not said by agents of before it was. */
    diskBytes?: number;
  }[];
}

/** What a node is told of its network: multiaddrs. */
export interface PeerLists {
  /** Peers that it is always connected to; each ends in /p2p/ and the peer's id. */
  reserved: string[];
  /** Where it says that it is reached. */
  public: string[];
}

/** Commands that a status answers. */
export type Command = "apply" | "status" | "peers" | "remove";

/** The public part of a node's session keys, all in 0x and hex digits. */
export interface SessionKeys {
  /** Account that registers them. */
  owner: string;
  /** All public keys, one after the other, as `session.setKeys` takes them. */
  keys: string;
  /** That the node has the private part, for this owner; empty where the node is too old to give one. */
  proof: string;
}

const answerMs = 60_000;
const tellEveryMs = 60_000;

/** The agent of one machine, over one connection that is opened when it is needed and again when it broke. */
export class AgentClient {
  private way: Way | undefined;

  constructor(
    private machine: Place,
    private via: Place | undefined,
    private readonly cancel: AbortSignal,
    /** Told what is waited for, once a minute while it is. */
    private readonly tell: (waiting: string) => void = () => {},
  ) {}

  /** The keys that were seen, or were given. */
  get hostKeys(): { hostKey?: string; viaHostKey?: string } {
    return { hostKey: this.machine.hostKey, viaHostKey: this.via?.hostKey };
  }

  /** One command, once. */
  ask(command: Command, input = ""): Promise<Status> {
    return this.exchange(command, input, (value) => statusOf(value, this.machine.host));
  }

  /** Has the node make session keys for an owner (0x and hex digits), once; the same ones every time after. */
  sessionKeys(owner: string): Promise<SessionKeys> {
    return this.exchange("keys", owner, (value) => sessionKeysOf(value, this.machine.host));
  }

  private async exchange<T>(command: Command | "keys", input: string, read: (value: unknown) => T): Promise<T> {
    if (this.cancel.aborted)
      throw new NodeError("cancelled", `expected to ask for ${command}, found the update cancelled`, true);
    const way = (this.way ??= await connect(this.machine, this.via));
    try {
      const answer = await execute(way.machine, command, input, answerMs);
      const value = read(parse(command, this.machine.host, answer));
      // Pinned only now: whoever answered is the agent that was asked for.
      this.machine = { ...this.machine, hostKey: way.machine.hostKey };
      if (this.via && way.via) this.via = { ...this.via, hostKey: way.via.hostKey };
      return value;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The same until it succeeds or fails for good, at most for so long. */
  async askUntil(command: Command, input: string, seconds: number): Promise<Status> {
    const until = performance.now() + seconds * 1000;
    for (;;) {
      try {
        return await this.ask(command, input);
      } catch (error) {
        if (!(error instanceof NodeError) || !error.retryable) throw error;
        if (performance.now() > until) throw error;
        this.waiting(error.message);
        await pause(2000, this.cancel);
      }
    }
  }

  /** Says what is waited for, unless something was said within the last minute. */
  waiting(what: string): void {
    if (performance.now() < this.silentUntil) return;
    this.silentUntil = performance.now() + tellEveryMs;
    this.tell(what);
  }
  private silentUntil = performance.now() + tellEveryMs;

  close(): void {
    this.way?.close();
    this.way = undefined;
  }
}

/** A pause that a cancelled update ends. */
export function pause(ms: number, cancel: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    cancel.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      cancel.removeEventListener("abort", done);
      resolve();
    }
  });
}

/** What the agent answered, unless it is an error. */
function parse(command: string, host: string, answer: { code: number; stdout: string; stderr: string }): unknown {
  if (answer.code === 126 || answer.code === 127 || (answer.stdout.trim() === "" && answer.code !== 0)) {
    const said = answer.stderr.trim().slice(0, 300) || `exit code ${answer.code}`;
    throw new NodeError("agent-missing", `expected the agent of ${host} to answer ${command}, found: ${said}`, true);
  }
  let value: unknown;
  try {
    value = JSON.parse(answer.stdout);
  } catch {
    throw new NodeError(
      "agent-answer",
      `expected JSON from the agent of ${host}, found ${answer.stdout.slice(0, 120)}`,
    );
  }
  const { error } = (value ?? {}) as { error?: { code: string; message: string; permanent: boolean } };
  if (error) throw new NodeError(`agent/${error.code}`, error.message, !error.permanent);
  return value;
}

function statusOf(value: unknown, host: string): Status {
  const { conditions, release } = (value ?? {}) as Partial<Status>;
  if (conditions?.booted && release) return value as Status;
  throw new NodeError("agent-answer", `expected a status from the agent of ${host}, found another answer`);
}

function sessionKeysOf(value: unknown, host: string): SessionKeys {
  const { owner, keys, proof } = (value ?? {}) as Partial<SessionKeys>;
  const hex = (text: unknown) => typeof text === "string" && /^0x([0-9a-f]{2})+$/.test(text);
  if (hex(owner) && hex(keys) && (proof === "" || hex(proof))) return { owner, keys, proof } as SessionKeys;
  throw new NodeError("agent-answer", `expected session keys from the agent of ${host}, found another answer`);
}
