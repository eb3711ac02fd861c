const ESCAPE = 27;
const [BRACKET, CAPITAL_O, TILDE] = [0x5b, 0x4f, 0x7e];

type State = "text" | "escape" | "bracket" | "sequence" | "one more";

/**
 * What a person typed, without what the terminal says by itself: arrow keys, function keys, and the marks around what is
 * pasted (ECMA-48 control sequences). They would become a part of the secret that nobody sees. A sequence may come in pieces.
 */
export class TypedBytes {
  #state: State = "text";

  *of(chunk: Uint8Array): Generator<number> {
    for (const byte of chunk) if (this.#isText(byte)) yield byte;
  }

  #isText(byte: number): boolean {
    // What ends or takes back a line is never a part of a sequence: a lone Escape key must not swallow it.
    if (byte === ESCAPE) this.#state = "escape";
    else if (byte < 32 || this.#state === "text") {
      this.#state = "text";
      return true;
    } else if (this.#state === "escape") this.#state = this.#after(byte);
    else if (this.#state === "one more") this.#state = "text";
    else if (this.#state === "bracket" && byte === BRACKET)
      this.#state = "one more"; // function keys of the Linux console
    else if (byte >= 0x40 && byte <= TILDE) this.#state = "text";
    else this.#state = "sequence";
    return false;
  }

  /** ESC [ … and ESC O x; any other character after it is a key with Alt, which is no text either. */
  #after(byte: number): State {
    if (byte === BRACKET) return "bracket";
    return byte === CAPITAL_O ? "one more" : "text";
  }
}
