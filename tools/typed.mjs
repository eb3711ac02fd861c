import { parseArgs } from "node:util";

/**
 * What was typed after a script, by node:util's parseArgs. `--help` prints the text and ends with 0.
 *
 * @param {{ name: string, command: string, help: string, options: import("node:util").ParseArgsOptionsConfig }} script
 * @returns its `options`, and `refuse(message)` for those whose value cannot be: one line, exit code 2
 */
export function typed({ name, command, help, options }) {
  const refuse = (message) => {
    console.error(`${name}: ${message}; see: ${command} --help`);
    process.exit(2);
  };
  let values;
  try {
    ({ values } = parseArgs({ options: { ...options, help: { type: "boolean", default: false } } }));
  } catch (error) {
    return refuse(error.message.split(/\. |\.?\n/)[0]);
  }
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  return { options: values, refuse };
}
