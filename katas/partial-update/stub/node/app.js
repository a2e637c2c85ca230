// Change a part, or replace the whole: your server starts, but it has no profiles yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const profiles = new Map();

function merged(old, patch) {
  // TODO: what a merge patch makes of an old value (R4 to R7). Try it by itself before you use it.
  return old;
}

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO: POST /profiles: check what was sent (R8, R10), keep it under a new id, answer with 201 and the profile (R1).
  // TODO: GET, PUT and PATCH /profiles/{id} (R2, R3, R4). request.headers['content-type'] is the kind of the body (R11).
  sendJson(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
