import { createParser } from "eventsource-parser";
import { NoAnswer, type Stream } from "./http.js";

/** A server-sent event. */
export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Reads the events of a stream, one after the other. Close it. */
export class Events {
  private readonly waiting: StreamEvent[] = [];
  private readonly parts: AsyncIterator<string>;
  private readonly parser = createParser({
    onEvent: ({ id = "", event = "message", data }) => this.waiting.push({ id, event, data }),
  });

  constructor(
    private readonly stream: Stream,
    /** Milliseconds for which the next event is waited for. */
    private readonly patience: number,
  ) {
    this.parts = stream.parts[Symbol.asyncIterator]();
  }

  /** @returns null where the stream has ended @throws {NoAnswer} where none comes */
  async next(): Promise<StreamEvent | null> {
    for (;;) {
      const event = this.waiting.shift();
      if (event !== undefined) return event;
      const { done, value } = await this.part();
      if (done === true) return null;
      this.parser.feed(value);
    }
  }

  /** The first that holds; what comes before it is read and left. @throws {NoAnswer} where none comes */
  async find(what: string, holds: (event: StreamEvent) => boolean): Promise<StreamEvent> {
    for (let event = await this.next(); event !== null; event = await this.next()) if (holds(event)) return event;
    throw new NoAnswer(`expected ${what} in the stream, found its end`);
  }

  /** All, to the end. */
  async rest(): Promise<StreamEvent[]> {
    const all: StreamEvent[] = [];
    for (let event = await this.next(); event !== null; event = await this.next()) all.push(event);
    return all;
  }

  close(): void {
    this.stream.close();
  }

  private async part(): Promise<IteratorResult<string>> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const after = `expected an event within ${this.patience / 1000} s, found none`;
      timer = setTimeout(() => reject(new NoAnswer(after)), this.patience);
    });
    try {
      return await Promise.race([this.parts.next(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
