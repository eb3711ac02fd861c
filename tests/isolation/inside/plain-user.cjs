// Makes a machine that a test boots what a real one is to its users, and this process one of them: no root, no groups.
const { execSync } = require("node:child_process");
const fs = require("node:fs");

/** Of the user `provider`. */
const uid = 1500;

/** @param folders that are the user's */
function becomePlain(folders) {
  // systemd-nspawn masks parts of /proc, so that the kernel refuses its users a fresh one, unless a whole one is mounted.
  fs.mkdirSync("/run/whole-proc", { recursive: true });
  execSync("mountpoint -q /run/whole-proc || mount -t proc proc /run/whole-proc");
  // As udev makes it, which a container has none of for devices.
  if (!fs.existsSync("/dev/net/tun")) execSync("mkdir -p /dev/net && mknod /dev/net/tun c 10 200");
  fs.chmodSync("/dev/net/tun", 0o666);
  execSync(`getent passwd ${uid} || useradd --uid ${uid} --home-dir /home/provider provider`);
  for (const folder of ["/home/provider", ...folders]) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
    execSync(`chown -R ${uid}:${uid} '${folder}'`);
  }
  process.setgroups([]);
  process.setgid(uid);
  process.setuid(uid);
  Object.assign(process.env, { HOME: "/home/provider", USER: "provider" });
  process.chdir("/home/provider");
}

module.exports = { becomePlain, uid };
