import { at } from "./layers.js";
import { settingsOf, type SettingSchema } from "./schema.js";

/** What stands in the place of a secret. */
export const MASK = "[secret]";

/** So long a part of a path that no person would have chosen it: many providers put a key there. */
const keyLength = 16;

/** The parts of a URL that are secrets wherever they stand: user name, password, long values of the query and parts of the path. */
export function secretsInUrl(text: string): string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const long = [...url.pathname.split("/"), ...url.searchParams.values()].filter(({ length }) => length >= keyLength);
  const found = [url.username, url.password, ...long];
  // As they stand in the text, and as a program may say them.
  return [...new Set(found.flatMap((each) => [each, decoded(each), encodeURIComponent(each)]))].filter(Boolean);
}

/** A URL for people: also a short value of its query could be a secret. */
export function maskedUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return text;
  const secret = url.username !== "" || url.password !== "" ? `${MASK}@` : "";
  const path = url.pathname
    .split("/")
    .map((part) => (part.length >= keyLength ? MASK : part))
    .join("/");
  const query = [...url.searchParams.keys()].map((name) => `${name}=${MASK}`).join("&");
  return `${url.protocol}//${secret}${url.host}${path === "/" && !text.endsWith("/") ? "" : path}${query && `?${query}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Secrets that stand in a configuration itself. Those that it names by file or variable are not read. */
export function secretsInSettings(schema: SettingSchema, config: unknown): string[] {
  return settingsOf(schema)
    .filter(({ schema: part }) => part["x-secret"] === "url")
    .flatMap(({ path }) => [at(config, path)].flat())
    .flatMap((value) => (typeof value === "string" ? secretsInUrl(value) : []));
}

/** A configuration that may be shown: what may be a secret in it is masked. */
export function maskedSettings<T extends object>(schema: SettingSchema, config: T): T {
  const shown = structuredClone(config);
  for (const { path, schema: part } of settingsOf(schema)) {
    const holder = at(shown, path.slice(0, -1)) as Record<string, unknown> | undefined;
    const name = path.at(-1)!;
    const value = holder?.[name];
    if (part["x-secret"] !== "url" || value === undefined) continue;
    holder![name] = Array.isArray(value) ? value.map((each) => maskedUrl(String(each))) : maskedUrl(String(value));
  }
  return shown;
}

/** The forms in which a text may have secrets, JSON's too, longest first. Short ones would mask half of it, and are no secrets. */
export const formsOf = (secrets: readonly string[]): readonly string[] =>
  secrets
    .filter(({ length }) => length >= 6)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);

/**
 * A text without the secrets.
 * @param forms what `formsOf` says of them
 */
export const masked = (text: string, forms: readonly string[]): string =>
  forms.reduce((all, form) => all.replaceAll(form, MASK), text);
