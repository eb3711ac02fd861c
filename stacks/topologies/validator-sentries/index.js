module.exports = require("../../dist/topologies/validator-sentries.js").program();
