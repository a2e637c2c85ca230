// Greet people by name, and count the greetings.
'use strict';

const http = require('node:http');

let lastId = 0; // shared by all requests

function greeting(query) {
  const name = query.get('name') ?? 'World';
  return { id: ++lastId, content: `Hello, ${name}!` };
}

function sendJson(response, status, value) {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
}

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname !== '/greeting') sendJson(response, 404, { error: 'There is nothing here.' });
  else if (request.method !== 'GET') sendJson(response, 405, { error: 'Ask with GET.' });
  else sendJson(response, 200, greeting(searchParams));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
