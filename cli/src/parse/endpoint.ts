import { badInput } from "../failure.js";

function parseUrl(what: string, text: string, schemes: readonly string[], example: string): string {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Said below.
  }
  if (!url || !schemes.includes(url.protocol) || url.hostname === "") {
    throw badInput(`${what}: expected an address such as ${example}, found ${JSON.stringify(text)}`);
  }
  return text.replace(/\/+$/, "");
}

export const parseEndpoint = (text: string) => parseUrl("endpoint", text, ["ws:", "wss:"], "ws://127.0.0.1:9944");
export const parseReactorUrl = (text: string) =>
  parseUrl("reactor", text, ["http:", "https:"], "http://127.0.0.1:4700");
