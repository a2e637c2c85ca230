// A mirror for requests: your server starts, but it shows nothing yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

async function readText(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const server = http.createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  // TODO R1 to R6: /anything shows method, args, headers, form, json and data.
  // TODO R3: GET /headers.
  // TODO R7 to R9: GET /status/{n}.
  // TODO R10: GET /redirect-to.
  // TODO R11: GET /response-headers.
  // TODO R12: no line end may get into a header.
  response.writeHead(501, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: 'not written yet' }));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
