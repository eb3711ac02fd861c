// The same for npm's resolver, which Pulumi's SDK loads for the packages of functions that are serialized: 400 modules.
Object.defineProperty(exports, "__esModule", { value: true });
Object.defineProperty(exports, "Arborist", {
  enumerable: true,
  get: () => require("../../../node_modules/@npmcli/arborist/lib/index.js").Arborist,
});
