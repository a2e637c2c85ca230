// Greet people by name: your server starts, but it greets nobody yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const server = http.createServer((request, response) => {
  // request.url holds path and query; new URL(request.url, 'http://localhost') takes it apart.
  // TODO R1: answer with an object that has an id and a content.
  // TODO R2, R3: take the name from the query.
  // TODO R4, R5: give every greeting the next number.
  response.writeHead(501, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: 'not written yet' }));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
