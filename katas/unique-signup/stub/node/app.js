// One account for one e-mail: your server starts, but nobody can sign up yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA; // the folder whose files are still there after a restart

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO: POST /accounts: check what was sent (R10), bring the e-mail into one form (R4), store it or answer 409 (R1, R3, R5).
  // TODO: GET /accounts and GET /accounts/{id} (R2).
  sendJson(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
