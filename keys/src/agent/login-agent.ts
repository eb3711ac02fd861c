import { concatBytes } from "@noble/hashes/utils.js";
import { AccountKey } from "../account-key.js";
import { KeysError } from "../error.js";
import { KEY_TYPE, fingerprint, publicKeyBlob } from "../openssh-public.js";
import { parseUserauthRequest } from "../userauth.js";
import { WireReader, sameBytes, string, uint32 } from "../wire.js";
import { AgentLock } from "./agent-lock.js";
import { Reply, Request } from "./message.js";
import { sinceBoot } from "./since-boot.js";
import { unreference } from "./unreference.js";

/** What the holder is asked before a key is used, when its confirmation was wanted. */
export interface LoginQuestion {
  /** Fingerprint and comment of the key that would sign. */
  key: string;
  comment: string;
  /** The user name to log in as; from outside, may hold any character. */
  user: string;
  /** Fingerprint of the server's host key, when the client told it. */
  hostKey: string | undefined;
}

export interface LoginAgentOptions {
  /** Asks the holder; without it no key that wants confirmation can be held. */
  confirm?: (question: LoginQuestion) => Promise<boolean>;
  /** Is told why something was not signed: the client learns only that it was not. Holds nothing secret nor unprintable. */
  refused?: (why: string) => void;
  /** Milliseconds of a clock that is never set back. Default: since the machine was started. */
  now?: () => number;
}

export interface HoldOptions {
  /** The address unless told. */
  comment?: string;
  /** Seconds until the key is wiped. */
  lifetime?: number;
  /** Ask before every use. */
  confirm?: boolean;
}

interface HeldKey {
  account: AccountKey;
  blob: Uint8Array;
  comment: string;
  confirm: boolean;
  expiresAt: number;
}

/** Enough for a person; a bound for a program gone wild. */
const MOST_KEYS = 64;
/** setTimeout takes no longer waits. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * An SSH agent that signs logins and nothing else (draft-miller-ssh-agent). It answers one message at a time a call and knows nothing of sockets;
 * `serveAgent` puts it on one.
 */
export class LoginAgent {
  readonly #keys: HeldKey[] = [];
  readonly #confirm: LoginAgentOptions["confirm"];
  readonly #refused: (why: string) => void;
  readonly #now: () => number;
  readonly #lock = new AgentLock();
  #asking: Promise<unknown> = Promise.resolve();
  #expiry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LoginAgentOptions = {}) {
    this.#confirm = options.confirm;
    this.#refused = options.refused ?? (() => undefined);
    this.#now = options.now ?? sinceBoot;
  }

  /**
   * Holds a key from now on; the agent owns it and wipes it. The same key again replaces what was said about it.
   * @throws KeysError `agent.refused` when it wants confirmation and nobody can be asked, or when the agent is full
   */
  hold(account: AccountKey, options: HoldOptions = {}): void {
    if (options.confirm && !this.#confirm)
      throw new KeysError(
        "agent.refused",
        "expected a way to ask for confirmation, found none: give the agent a terminal or SSH_ASKPASS",
      );
    const blob = publicKeyBlob(account.sshKey);
    this.#drop((key) => sameBytes(key.blob, blob), account);
    if (this.#keys.length >= MOST_KEYS)
      throw new KeysError(
        "agent.refused",
        `expected at most ${MOST_KEYS} keys, found one more; remove some with ssh-add -d`,
      );
    this.#keys.push({
      account,
      blob,
      comment: options.comment ?? account.address(),
      confirm: options.confirm ?? false,
      expiresAt: options.lifetime === undefined ? Infinity : this.#now() + options.lifetime * 1000,
    });
    this.#scheduleExpiry();
  }

  /** Wipes every key. */
  close(): void {
    this.#drop(() => true);
    clearTimeout(this.#expiry);
  }

  /** The number of keys held, locked or not. */
  get size(): number {
    this.#expire();
    return this.#keys.length;
  }

  /** The answer to one message (without their length prefixes). Never throws: what cannot be done is answered with a failure. */
  async handle(message: Uint8Array): Promise<Uint8Array> {
    try {
      return await this.#answer(message);
    } catch (error) {
      if (error instanceof KeysError) {
        if (error.code === "agent.refused") this.#refused(error.message);
        return Reply.failure;
      }
      throw error;
    }
  }

  async #answer(message: Uint8Array): Promise<Uint8Array> {
    this.#expire();
    const reader = new WireReader(message);
    const type = reader.byte();
    if (this.#lock.locked) return this.#answerLocked(type, reader);
    switch (type) {
      case Request.identities:
        reader.end();
        return identities(this.#keys);
      case Request.sign:
        return this.#sign(reader);
      case Request.add:
      case Request.addConstrained:
        return this.#add(reader, type === Request.addConstrained);
      case Request.remove:
        return this.#remove(reader);
      case Request.removeAll:
        reader.end();
        this.#drop(() => true);
        return Reply.success;
      case Request.lock:
        return this.#lockWith(reader);
      case Request.extension:
        return Reply.extensionFailure;
      default:
        return Reply.failure;
    }
  }

  async #answerLocked(type: number, reader: WireReader): Promise<Uint8Array> {
    if (type === Request.identities) return identities([]);
    if (type !== Request.unlock) return Reply.failure;
    const passphrase = reader.string();
    reader.end();
    return (await this.#lock.unlock(passphrase)) ? Reply.success : Reply.failure;
  }

  #lockWith(reader: WireReader): Uint8Array {
    const passphrase = reader.string();
    reader.end();
    this.#lock.lock(passphrase);
    return Reply.success;
  }

  async #sign(reader: WireReader): Promise<Uint8Array> {
    const blob = reader.string().slice();
    const data = reader.string().slice();
    const flags = reader.uint32();
    reader.end();
    if (flags !== 0) return Reply.failure; // they choose among RSA's hashes
    const key = this.#find(blob);
    if (!key) return Reply.failure;
    const { user, hostKey } = parseUserauthRequest(data, key.blob);
    if (key.confirm) {
      const question = {
        key: fingerprint(key.blob),
        comment: key.comment,
        user,
        hostKey: hostKey && fingerprint(hostKey),
      };
      if (!(await this.#ask(question))) return Reply.failure;
      // While the holder thought, the agent may have been locked, the key removed or expired.
      this.#expire();
      if (this.#lock.locked || this.#find(blob) !== key) return Reply.failure;
    }
    const signature = key.account.signSsh(data);
    return concatBytes(Uint8Array.of(Reply.signResponse), string(concatBytes(string(KEY_TYPE), string(signature))));
  }

  /** One question at a time, so that a yes is for what is on the screen. */
  #ask(question: LoginQuestion): Promise<boolean> {
    const answer = this.#asking.then(async () => (await this.#confirm?.(question)) === true);
    this.#asking = answer.catch(() => undefined);
    return answer.catch(() => false);
  }

  #add(reader: WireReader, constrained: boolean): Uint8Array {
    if (reader.text() !== KEY_TYPE) return Reply.failure;
    const publicKey = reader.string();
    const secret = reader.string();
    const comment = reader.text();
    const constraints = readConstraints(reader, constrained);
    if (!constraints || secret.length !== 64) return Reply.failure;
    const account = AccountKey.fromSeed(secret.subarray(0, 32), "ed25519");
    if (!sameBytes(account.sshKey, publicKey) || !sameBytes(account.sshKey, secret.subarray(32))) {
      account.wipe();
      return Reply.failure;
    }
    this.hold(account, { comment, ...constraints });
    return Reply.success;
  }

  #remove(reader: WireReader): Uint8Array {
    const blob = reader.string();
    reader.end();
    return this.#drop((key) => sameBytes(key.blob, blob)) > 0 ? Reply.success : Reply.failure;
  }

  #find(blob: Uint8Array): HeldKey | undefined {
    return this.#keys.find((key) => sameBytes(key.blob, blob));
  }

  /** Forgets keys, and wipes them but for one that is to be held again. */
  #drop(which: (key: HeldKey) => boolean, kept?: AccountKey): number {
    const gone = this.#keys.filter(which);
    for (const key of gone) {
      this.#keys.splice(this.#keys.indexOf(key), 1);
      if (key.account !== kept) key.account.wipe();
    }
    return gone.length;
  }

  /** At every use and by a timer: a timer alone would be late after the machine slept. */
  #expire(): void {
    const now = this.#now();
    this.#drop((key) => key.expiresAt <= now);
  }

  #scheduleExpiry(): void {
    clearTimeout(this.#expiry);
    const next = Math.min(...this.#keys.map((key) => key.expiresAt));
    if (next === Infinity) return;
    this.#expiry = setTimeout(
      () => {
        this.#expire();
        this.#scheduleExpiry();
      },
      Math.min(Math.max(next - this.#now(), 0), LONGEST_TIMER),
    );
    unreference(this.#expiry);
  }
}

/** `undefined` for a constraint that this agent does not know: a key must not be held under fewer constraints than were asked for. */
function readConstraints(reader: WireReader, constrained: boolean): HoldOptions | undefined {
  const constraints: HoldOptions = {};
  if (!constrained) reader.end();
  while (!reader.done) {
    const type = reader.byte();
    if (type === 1 && constraints.lifetime === undefined) constraints.lifetime = reader.uint32();
    else if (type === 2 && !constraints.confirm) constraints.confirm = true;
    else return undefined;
  }
  return constraints;
}

function identities(keys: HeldKey[]): Uint8Array {
  return concatBytes(
    Uint8Array.of(Reply.identitiesAnswer),
    uint32(keys.length),
    ...keys.flatMap((key) => [string(key.blob), string(key.comment)]),
  );
}
