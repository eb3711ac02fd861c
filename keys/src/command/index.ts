export { homeFolder, homeOrNone, noHome } from "./home.js";
export { sshAgentCommand } from "./agent-command.js";
export { keysCommand } from "./keys-command.js";
export { loginCommand } from "./login-command.js";
export { type CommandNames } from "./names.js";
export { lossInWords, watchOutput, type Output } from "./output.js";
