/*
 * The plugin: a program that serves the Pulumi provider protocol. The engine starts it, reads the port from the first
 * line of its output, and calls; nothing else may be written there.
 */
import { main } from "@pulumi/pulumi/provider";
import { answerEngineOnly } from "./caller.js";
import { keepCompiled } from "./compiled.js";
import { engineWatch } from "./engine-watch.js";
import { hostProvider } from "./host-provider.js";

engineWatch.begin();
answerEngineOnly();
void main(hostProvider(), process.argv.slice(2));
keepCompiled();
