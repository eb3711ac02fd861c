/*
 * The plugin: a program that serves the Pulumi provider protocol. The engine starts it, reads the port from the first
 * line of its output, and calls; nothing else may be written there.
 */
import { keepCompiled } from "@dinfra/host/dist/compiled.js";
import { main } from "@pulumi/pulumi/provider";
import { nodeProvider } from "./node-provider.js";

void main(nodeProvider(), process.argv.slice(2));
keepCompiled();
