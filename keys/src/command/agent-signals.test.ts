/** @integration */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AccountKey } from "../account-key.js";
import { PHRASE } from "../test/accounts.js";
import { BIN, DINFRA, dinfra, dinfraKeys, startAgentProcess } from "../test/dinfra-keys.js";
import { describeWithSsh, run } from "../test/openssh.js";
import { ownHome } from "../test/own-home.js";

// Many processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const address = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh").address();

const home = ownHome();

describe.each([
  ["dinfra-keys", BIN, dinfraKeys],
  ["dinfra", DINFRA, dinfra],
])("%s", (_, bin, command) => {
  describeWithSsh("ssh-agent, signalled", () => {
    it("outlives any number of Ctrl-C while its command runs: what they are for is the command's to say", async () => {
      const secret = join(home().folder, "secret");
      writeFileSync(secret, PHRASE, { mode: 0o600 });
      // A process for each, so that the agent has its turn between them: signals of one kind that wait are one.
      const interrupts = 'for i in 1 2 3 4 5 6 7 8 9 10; do sh -c "kill -INT $PPID"; ssh-add -l >/dev/null; done';
      const result = await command(
        ["ssh-agent", "--secret-file", secret, "--", "sh", "-c", `${interrupts}; ssh-add -l; exit 7`],
        { env: home().env },
      );
      expect(result).toMatchObject({ code: 7, stdout: expect.stringContaining(address) as string });
    });

    it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("without a command ends with %s, cleanly", async (signal) => {
      const agent = await startAgentProcess([], `${PHRASE}\n`, home().env, bin);
      expect((await run("ssh-add", ["-l"], { env: agent.env })).code).toBe(0);
      await agent.stop(signal);
      expect(agent.process.exitCode).toBe(0);
      expect(readdirSync(home().folder)).toEqual([]);
    });
  });
});
