// A search that does only what you meant: your server starts, but it finds nothing yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA; // the folder whose files are still there after a restart

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO: POST /books: keep the book, then answer with it and status 201 (R1).
  // TODO: GET /search: the books that have the text q in their title (R2 to R9).
  // TODO: GET /books/{id}/same-author (R10).
  sendJson(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
