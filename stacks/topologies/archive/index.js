module.exports = require("../../dist/topologies/archive.js").program();
