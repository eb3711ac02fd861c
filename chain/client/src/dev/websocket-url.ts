/** Where a server listens, to be pasted: an IPv6 address stands in brackets in an URL (RFC 3986, 3.2.2). */
export function websocketUrl(host: string, port: number): string {
  return `ws://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
