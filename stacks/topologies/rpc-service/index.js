module.exports = require("../../dist/topologies/rpc-service.js").program();
