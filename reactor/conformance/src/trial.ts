import {
  DEPLOY_WITHIN_HEADER,
  descriptorHash,
  knowsSince,
  type Deployment,
  type DesiredDeployment,
  type Owner,
  type Phase,
} from "@dinfra/schemas";
import { codeOf, parsed } from "./answers.js";
import { request, shown, stream, type Answer, type Request, type Stream } from "./http.js";
import type { Ledger } from "./ledger.js";
import type { Descriptor, Known, Options, Subject } from "./subject.js";

/** The test of a promise cannot go on: what was expected did not come. */
export class Unmet extends Error {}

export interface Asked {
  headers?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it stands, in the place of `body`. */
  raw?: string | Uint8Array;
  /** In the place of the subject's token; null sends none. */
  token?: string | null;
}

export interface Told extends Answer {
  /** Undefined where the answer has no JSON. */
  readonly body: unknown;
  /** Of a problem. */
  readonly code: string | undefined;
}

/** How often a phase is asked for, in milliseconds: soon at first. */
const pauses = [10, 20, 50, 100, 200];
const accounts = { consumer: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty" };

/** Where the numbers of subscriptions come from: no two promises of a run, and hardly two runs, share one. */
export class Numbers {
  constructor(private next: bigint) {}
  take(): bigint {
    const { next } = this;
    this.next += 1n;
    return next;
  }
}

/** What the test of one promise is given: a way to ask the reactor, and a place for what it finds. */
export class Trial {
  readonly problems: string[] = [];
  /** What this promise has made, and is to be gone when it was tried. */
  readonly made = new Set<string>();

  constructor(
    readonly subject: Subject,
    readonly known: Known,
    readonly options: Options,
    private readonly ledger: Ledger,
    private readonly numbers: Numbers,
  ) {}

  /** Notes a problem unless something holds, and goes on. */
  that(holds: boolean, otherwise: string): void {
    if (!holds) this.problems.push(otherwise);
  }

  /** @throws {Unmet} where it does not hold */
  require(holds: boolean, otherwise: string): asserts holds {
    if (!holds) throw new Unmet(otherwise);
  }

  /** Whether the reactor says that it knows what came with a version of the document. */
  knowsSince(version: string): boolean {
    return knowsSince(this.known.version, version);
  }

  newId(attempt = 1): string {
    const id = `${this.numbers.take()}.${attempt}`;
    this.made.add(id);
    return id;
  }

  /** What a token opens and its header, as a request has them. */
  headers({ headers = {}, body, token = this.subject.token }: Asked = {}): Record<string, string> {
    return {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token != null && { authorization: `Bearer ${token}` }),
      ...headers,
    };
  }

  requestOf(method: string, path: string, asked: Asked = {}): Request {
    const { query = {}, body, raw } = asked;
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    return {
      method,
      path: text === "" ? path : `${path}?${text}`,
      headers: this.headers(asked),
      ...(sent !== undefined && { body: sent }),
    };
  }

  /** @throws {NoAnswer} */
  async ask(method: string, path: string, asked: Asked = {}): Promise<Told> {
    return this.send(this.requestOf(method, path, asked));
  }

  /** @throws {NoAnswer} */
  async send(sent: Request): Promise<Told> {
    const answer = await request(this.subject.url, sent, this.options.patience);
    this.ledger.take(sent, answer);
    const body = parsed(answer.text);
    return { ...answer, body, code: answer.status >= 400 ? codeOf(body) : undefined };
  }

  /** @throws {NoAnswer} */
  async stream(path: string, asked: Asked = {}): Promise<Stream> {
    const sent = this.requestOf("GET", path, asked);
    const opened = await stream(this.subject.url, sent, this.options.patience);
    if (opened.answer.status < 400) this.ledger.take(sent, opened.answer);
    return opened;
  }

  /** A wish, whole and valid. */
  wish(generation: number, descriptor: Descriptor = this.known.descriptors[0], more: object = {}): DesiredDeployment {
    const { owner, typeId } = this.known;
    return {
      generation,
      descriptorType: { id: typeId },
      ...{ cid: descriptor.cid, descriptor: descriptor.value as Record<string, never> },
      ...{ consumer: accounts.consumer, owner, login: [] },
      ...more,
    };
  }

  putTold(id: string, wish: object, within?: number): Promise<Told> {
    this.made.add(id);
    const headers: Record<string, string> = within === undefined ? {} : { [DEPLOY_WITHIN_HEADER]: String(within) };
    return this.ask("PUT", at(id), { body: wish, headers });
  }

  async put(id: string, wish: object, within?: number): Promise<Deployment> {
    return this.deploymentIn(await this.putTold(id, wish, within), `PUT of ${id}`, 202);
  }

  deleteTold(id: string, query: Asked["query"] = {}, owner: Owner = this.known.owner): Promise<Told> {
    // One block was paid: a breaker that weighs teardowns by what was paid is not to hold those of a test.
    return this.ask("DELETE", at(id), { query: { ...owner, paidBlocks: 1, ...query } });
  }

  async remove(id: string, query: Asked["query"] = {}): Promise<Deployment> {
    return this.deploymentIn(await this.deleteTold(id, query), `DELETE of ${id}`, 202);
  }

  acknowledge(id: string, receipt: string): Promise<Told> {
    return this.ask("POST", `${at(id)}/acknowledge`, { body: { receipt } });
  }

  getTold(id: string): Promise<Told> {
    return this.ask("GET", at(id));
  }

  async get(id: string): Promise<Deployment> {
    return this.deploymentIn(await this.getTold(id), `GET of ${id}`, 200);
  }

  /** Everything in the list, in pages. @throws {Unmet} for pages without an end */
  async list(limit = 100): Promise<Deployment[]> {
    const items: Deployment[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 1_000; pages += 1) {
      const told = await this.ask("GET", "/v1/deployments", { query: { limit, after } });
      this.require(told.status === 200, `expected status 200 for the list, found ${said(told)}`);
      const page = told.body as { items?: Deployment[]; next?: string };
      items.push(...(page.items ?? []));
      if (page.next === undefined) return items;
      after = page.next;
    }
    throw new Unmet("expected a last page of the list, found 1,000 pages with a next one");
  }

  /** What of the list this promise has made. */
  async listed(): Promise<Deployment[]> {
    return (await this.list()).filter(({ id }) => this.made.has(id));
  }

  /** Notes what is wrong with an answer that should be this problem. */
  refused(told: Told, status: number, code: string, what: string): void {
    if (told.status === status && told.code === code) return;
    this.problems.push(`${what}: expected ${status} ${code}, found ${said(told)}`);
  }

  private deploymentIn(told: Told, what: string, status: number): Deployment {
    const found = told.body as Deployment | undefined;
    if (told.status !== status || typeof found?.phase !== "string")
      throw new Unmet(`${what}: expected ${status} and the deployment, found ${said(told)}`);
    return found;
  }

  /** Asks for a deployment until it is as it should be. @throws {Unmet} where it is not within the patience */
  async until(id: string, what: string, holds: (seen: Deployment) => boolean): Promise<Deployment> {
    const began = performance.now();
    let seen: Deployment | undefined;
    for (let turn = 0; performance.now() - began < this.options.patience; turn += 1) {
      seen = await this.get(id);
      if (holds(seen)) return seen;
      await pause(pauses[Math.min(turn, pauses.length - 1)]!);
    }
    throw new Unmet(`expected ${id} to be ${what} within ${this.options.patience / 1000} s, found ${stateOf(seen)}`);
  }

  phase(id: string, phase: Phase): Promise<Deployment> {
    return this.until(id, phase, (seen) => seen.phase === phase);
  }

  /** Until this generation runs. */
  deployed(id: string, generation: number): Promise<Deployment> {
    return this.until(
      id,
      `Deployed with generation ${generation}`,
      (seen) => seen.phase === "Deployed" && seen.observedGeneration === generation,
    );
  }

  /** A deployment that runs. */
  async running(id = this.newId()): Promise<string> {
    await this.put(id, this.wish(1));
    await this.deployed(id, 1);
    return id;
  }

  /** One that is torn down. */
  async tornDown(id = this.newId()): Promise<{ id: string; seen: Deployment; receipt: string }> {
    await this.remove(id);
    const seen = await this.phase(id, "TornDown");
    const receipt = seen.receipt?.digest;
    this.require(typeof receipt === "string", `expected a receipt of ${id}, which is TornDown, found none`);
    return { id, seen, receipt };
  }

  /** Takes away what was made. @returns ids that could not be taken away */
  async cleanUp(): Promise<string[]> {
    const left = await Promise.all(
      [...this.made].map(async (id) => {
        try {
          if ((await this.getTold(id)).status === 404) return [];
          const { receipt } = await this.tornDown(id);
          return (await this.acknowledge(id, receipt)).status === 204 ? [] : [id];
        } catch {
          return [id];
        }
      }),
    );
    return left.flat();
  }
}

export const at = (id: string): string => `/v1/deployments/${encodeURIComponent(id)}`;

/** An answer in a few words. */
export const said = ({ status, code, text }: Told): string => `${status} ${code ?? shown(text)}`.trim();

const stateOf = (seen: Deployment | undefined): string =>
  seen === undefined
    ? "nothing"
    : `${seen.phase}, generation ${seen.generation}, observed ${seen.observedGeneration}` +
      (seen.failure === undefined ? "" : `, failure ${seen.failure.code}: ${shown(seen.failure.message)}`);

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The digest that a receipt should have. */
export const digestOf = (body: unknown): string => descriptorHash(body).digest;
