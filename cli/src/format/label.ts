import { printable } from "./printable.js";

/**
 * A label of the chain: a region, a network, an attribute. Programs compare labels byte by byte, and this one writes them all in the Unicode form NFC.
 * What another program wrote in another form looks the same and meets nothing, so it is said.
 */
export function label(text: string): string {
  return text === text.normalize("NFC")
    ? printable(text)
    : `${printable(text)} (not in Unicode form NFC: no consumer of dinfra meets it; set it again)`;
}
