// A log of exercises: your server starts, but it knows nobody yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

async function readForm(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8')); // form.get('username')
}

const server = http.createServer(async (request, response) => {
  // TODO R1, R10: POST and GET /api/users.
  // TODO R2, R3, R10: POST /api/users/{_id}/exercises.
  // TODO R4 to R9: GET /api/users/{_id}/logs, with from, to and limit in the query.
  response.writeHead(501, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: 'not written yet' }));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
