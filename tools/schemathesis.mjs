// Brings schemathesis, which makes requests from an OpenAPI document, into a Python environment of its own. Run by itself it
// prints the environment's Python.
import { join } from "node:path";
import { printPython, pythonEnvironment, root } from "./python-environment.mjs";

const requirements = join(root, "reactor", "conformance", "schemathesis", "requirements.txt");
printPython("schemathesis", pythonEnvironment("schemathesis", requirements));
