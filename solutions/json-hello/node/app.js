// Say hello in JSON and in plain text.
'use strict';

const http = require('node:http');

function answer(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

const routes = new Map([
  ['GET /json', (response) => answer(response, 200, 'application/json', JSON.stringify({ message: 'Hello, World!' }))],
  ['GET /plaintext', (response) => answer(response, 200, 'text/plain; charset=utf-8', 'Hello, World!')],
]);

const server = http.createServer((request, response) => {
  const path = request.url.split('?')[0];
  const route = routes.get(`${request.method} ${path}`);
  if (route) route(response);
  else answer(response, 404, 'text/plain; charset=utf-8', 'There is nothing here.');
});

server.listen(Number(process.env.PORT), '127.0.0.1');
