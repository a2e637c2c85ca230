// Two people, one document: your server starts, but it keeps no documents yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const documents = new Map();

function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO: POST /documents: check (R11), keep, answer with the document, status 201 and its ETag (R1).
  // TODO: GET, PUT and DELETE /documents/{id} (R2 to R10). request.headers['if-match'] is the condition.
  sendJson(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
