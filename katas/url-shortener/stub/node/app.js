// A shortener for web addresses: your server starts, but it knows none yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA; // the folder whose files are still there after a restart

async function readForm(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8')); // form.get('url') is the address, or null
}

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO: POST /api/shorturl: refuse what is no web address (R5, R6), keep the others under a new code (R1, R9, R10).
  // TODO: GET /api/shorturl/{code} (R2, R7).
  sendJson(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
