// Search, sort and leaf through a collection: your server starts, but it has no products yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const products = [];

function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  // url.searchParams.get('_sort') is one value of a parameter, or null; url.searchParams.getAll('price') is all of them.
  // TODO: POST /products: check (R13), keep under a new id, answer with the product and status 201 (R1).
  // TODO: GET /products: filter (R3, R10), count (R7), sort (R4, R5), cut (R6, R9, R12), link (R8).
  sendJson(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
