import { websocketUrl } from "./websocket-url.js";

test.each([
  ["127.0.0.1", "ws://127.0.0.1:9944"],
  ["localhost", "ws://localhost:9944"],
  ["::1", "ws://[::1]:9944"],
  ["2001:db8::7", "ws://[2001:db8::7]:9944"],
])("%s is printed as an URL that can be pasted", (host, url) => {
  expect(websocketUrl(host, 9944)).toBe(url);
  expect(new URL(url).port).toBe("9944");
});
