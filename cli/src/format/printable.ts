/**
 * Text that a stranger wrote (reasons and names from the chain, log lines) without what a terminal would act on: control and bidirectional
 * characters are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
