const { closeSync, openSync, readSync } = require("node:fs");

const mark = "/** @integration */";

/** Whether the file begins with the mark of a test that runs real parts. */
exports.isIntegration = (file) => {
  const head = Buffer.alloc(mark.length);
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return head.toString("utf8") === mark;
};
