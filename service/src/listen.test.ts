import { createServer, type AddressInfo } from "node:net";
import { requireFreePort } from "./listen.js";

test("a port that somebody has is not free, one that nobody has is", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await expect(requireFreePort(port)).rejects.toMatchObject({
      code: "port.in-use",
      message: `port ${port} of 127.0.0.1 is in use: choose another, or 0 for any free one`,
    });
    await expect(requireFreePort(0)).resolves.toBeUndefined();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
