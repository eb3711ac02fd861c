import { Command } from "commander";
import type { Io } from "../io.js";

export function reactorCommand(_io: Io): Command {
  return new Command("reactor").description("follow the chain: deploy what is awarded, tear down what has ended");
}
