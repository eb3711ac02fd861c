export { askHolder, canAskHolder } from "./ask-holder.js";
export { LoginAgent, type HoldOptions, type LoginAgentOptions, type LoginQuestion } from "./login-agent.js";
export { serveAgent, type ServedAgent } from "./serve.js";
