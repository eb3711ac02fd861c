import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describeOnMachines } from "./lab/needs.js";
import { debianRoot } from "./lab/root.js";

describeOnMachines("the Debian root", () => {
  test("is made once, and holds nothing that machines must not share", async () => {
    const root = await debianRoot((line) => process.stderr.write(`${line}\n`));
    const made = statSync(root).ino;
    expect(await debianRoot()).toBe(root);
    expect(statSync(root).ino).toBe(made);
    expect(readFileSync(join(root, "etc/machine-id"), "utf8")).toBe("uninitialized\n");
    for (const file of [
      "etc/ssh/ssh_host_ed25519_key",
      "etc/resolv.conf",
      "etc/apt/sources.list",
      "usr/sbin/policy-rc.d",
    ]) {
      expect(existsSync(join(root, file))).toBe(false);
    }
    for (const file of ["usr/bin/cloud-init", "usr/sbin/sshd", "usr/sbin/nft", "usr/bin/udevadm"]) {
      expect(existsSync(join(root, file))).toBe(true);
    }
  }, 1_200_000);
});
