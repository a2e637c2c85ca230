"use strict";
// Wait in the learner's Node.js, with its own modules for servers loaded; then run one program once, as `node app.js`
// would. The order is one line of JSON on standard input, as in waiting_python.py. No order, no run.

const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const LOADED = ["node:http", "node:net", "node:url", "node:crypto", "node:stream", "node:querystring", "node:util"];
const CHUNK = 65536;

function readOrder() {
  const chunks = [];
  const chunk = Buffer.alloc(CHUNK);
  for (;;) {
    const count = fs.readSync(0, chunk);
    if (!count) process.exit(0);
    chunks.push(Buffer.from(chunk.subarray(0, count)));
    if (chunk[count - 1] === 10) return JSON.parse(Buffer.concat(chunks).toString());
  }
}

// The lowest free descriptor is the one that was just closed; the streams of `process` are made when first asked for.
function redirect(descriptor, file, flags) {
  fs.closeSync(descriptor);
  if (fs.openSync(file, flags) !== descriptor) process.exit(1);
}

for (const name of LOADED) require(name);
const order = readOrder();
redirect(0, "/dev/null", "r+");
redirect(1, order.log, "a");
redirect(2, order.log, "a");
process.chdir(order.folder);
Object.assign(process.env, order.environment);
delete require.cache[__filename];
process.argv = [process.execPath, path.resolve(order.command[1])];
// From an empty stack, as the program itself would begin.
setImmediate(Module.runMain);
