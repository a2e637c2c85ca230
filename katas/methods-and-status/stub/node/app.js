// Methods and status codes: your server starts, but it cannot do anything yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const items = new Map(); // id -> item; memory is good enough here

function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO R1, R2: POST /items keeps the item; answer 201 with a Location header and the item as JSON.
  // TODO R3, R4: GET /items/{id}: 200 with the item, or 404.
  // TODO R5, R6: DELETE, 204 without a body, then 404.
  // TODO R7, R8: PUT, 200 with the item, or 404.
  // TODO R9, R10: HEAD as GET; any other method is 405 with a complete Allow header.
  // TODO R11, R12: another Content-Type is 415; an Accept without room for JSON is 406.
  sendJson(response, 501, { error: 'not built yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
