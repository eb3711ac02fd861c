// A machine of the toy cloud: finds the unit of the node in its user data and starts what that says, on its own address.
// Its firewall: what listens on a port that is not open is not started.
const { spawn } = require("node:child_process");

const [address, open, userData] = process.argv.slice(2);
const [, command] = /^ +ExecStart=(\/\S*node .*)$/m.exec(userData);
const words = command.split(" ").map((word) => (word === "0.0.0.0" ? address : word));
const port = Number(words[words.findIndex((word) => /^--(rpc-)?port$/.test(word)) + 1]);
if (!JSON.parse(open).includes(port)) throw new Error(`port ${port} is shut; open are ${open}`);
spawn(words[0], words.slice(1), { stdio: "inherit" }).on("exit", (code) => process.exit(code ?? 1));
