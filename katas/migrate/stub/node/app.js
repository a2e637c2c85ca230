// The new program and the old data: your server starts, but it knows neither. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA; // the folder in which version 1 may have left `version` and `contacts.jsonl`

function bringUpToDate() {
  // TODO: look at the version, and do what the picture in the README says (R2 to R10).
}

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO: GET and POST /contacts, GET and DELETE /contacts/{id} (R1).
  sendJson(response, 501, { error: 'not written yet' });
});

bringUpToDate();
server.listen(Number(process.env.PORT), '127.0.0.1');
