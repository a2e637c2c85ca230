// Validate an order: your server starts, but it lets nothing in yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

function sendJson(response, status, value, type = 'application/json') {
  response.writeHead(status, { 'Content-Type': type });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO R15: another Content-Type than application/json is 415.
  // TODO R14: a body over 1,000,000 bytes is 413.
  // TODO R12, R13: broken JSON, no object, or nested too deep is a 4xx.
  // TODO R2 to R11: collect every mistake as { field, code }; with any, answer 422 and a problem document.
  // TODO R1: otherwise answer 200 and { valid: true }.
  sendJson(response, 501, { error: 'not built yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
