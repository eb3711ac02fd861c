// Brings moto, an AWS in memory for the tests of the observer, into a Python environment of its own. Run by itself it prints
// the environment's Python.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printPython, pythonEnvironment, pythonNeeds, root } from "./python-environment.mjs";

const environment = pythonEnvironment("moto", join(root, "platforms", "aws", "moto", "requirements.txt"));

/** What a machine must have for it. */
export const motoNeeds = pythonNeeds;
export const motoIsThere = environment.isThere;
/** @returns undefined when it is there, else why not */
export const installMoto = environment.install;

if (process.argv[1] === fileURLToPath(import.meta.url)) printPython("moto", environment);
